"""Codes of issuing States, nationalities and organisations: ICAO Doc 9303-3 (8th edition), section 5.

Part A of that section is ISO 3166-1; parts A (exceptions) to H add codes for
organisations, for persons without a nationality, for specimens and for documents of former States.
Machine readable zones write Germany as ``D``, and the United Kingdom has six codes for one country of signers. Names
are the short English ones of Unicode CLDR.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

_ISO_3166_1 = """
ABW AW Aruba
AFG AF Afghanistan
AGO AO Angola
AIA AI Anguilla
ALA AX Åland Islands
ALB AL Albania
AND AD Andorra
ARE AE United Arab Emirates
ARG AR Argentina
ARM AM Armenia
ASM AS American Samoa
ATA AQ Antarctica
ATF TF French Southern Territories
ATG AG Antigua and Barbuda
AUS AU Australia
AUT AT Austria
AZE AZ Azerbaijan
BDI BI Burundi
BEL BE Belgium
BEN BJ Benin
BES BQ Caribbean Netherlands
BFA BF Burkina Faso
BGD BD Bangladesh
BGR BG Bulgaria
BHR BH Bahrain
BHS BS Bahamas
BIH BA Bosnia and Herzegovina
BLM BL St. Barthélemy
BLR BY Belarus
BLZ BZ Belize
BMU BM Bermuda
BOL BO Bolivia
BRA BR Brazil
BRB BB Barbados
BRN BN Brunei
BTN BT Bhutan
BVT BV Bouvet Island
BWA BW Botswana
CAF CF Central African Republic
CAN CA Canada
CCK CC Cocos (Keeling) Islands
CHE CH Switzerland
CHL CL Chile
CHN CN China
CIV CI Côte d'Ivoire
CMR CM Cameroon
COD CD Congo - Kinshasa
COG CG Congo - Brazzaville
COK CK Cook Islands
COL CO Colombia
COM KM Comoros
CPV CV Cape Verde
CRI CR Costa Rica
CUB CU Cuba
CUW CW Curaçao
CXR CX Christmas Island
CYM KY Cayman Islands
CYP CY Cyprus
CZE CZ Czechia
DEU DE Germany
DJI DJ Djibouti
DMA DM Dominica
DNK DK Denmark
DOM DO Dominican Republic
DZA DZ Algeria
ECU EC Ecuador
EGY EG Egypt
ERI ER Eritrea
ESH EH Western Sahara
ESP ES Spain
EST EE Estonia
ETH ET Ethiopia
FIN FI Finland
FJI FJ Fiji
FLK FK Falkland Islands
FRA FR France
FRO FO Faroe Islands
FSM FM Micronesia
GAB GA Gabon
GBR GB United Kingdom
GEO GE Georgia
GGY GG Guernsey
GHA GH Ghana
GIB GI Gibraltar
GIN GN Guinea
GLP GP Guadeloupe
GMB GM Gambia
GNB GW Guinea-Bissau
GNQ GQ Equatorial Guinea
GRC GR Greece
GRD GD Grenada
GRL GL Greenland
GTM GT Guatemala
GUF GF French Guiana
GUM GU Guam
GUY GY Guyana
HKG HK Hong Kong SAR China
HMD HM Heard and McDonald Islands
HND HN Honduras
HRV HR Croatia
HTI HT Haiti
HUN HU Hungary
IDN ID Indonesia
IMN IM Isle of Man
IND IN India
IOT IO British Indian Ocean Territory
IRL IE Ireland
IRN IR Iran
IRQ IQ Iraq
ISL IS Iceland
ISR IL Israel
ITA IT Italy
JAM JM Jamaica
JEY JE Jersey
JOR JO Jordan
JPN JP Japan
KAZ KZ Kazakhstan
KEN KE Kenya
KGZ KG Kyrgyzstan
KHM KH Cambodia
KIR KI Kiribati
KNA KN St. Kitts and Nevis
KOR KR South Korea
KWT KW Kuwait
LAO LA Laos
LBN LB Lebanon
LBR LR Liberia
LBY LY Libya
LCA LC St. Lucia
LIE LI Liechtenstein
LKA LK Sri Lanka
LSO LS Lesotho
LTU LT Lithuania
LUX LU Luxembourg
LVA LV Latvia
MAC MO Macao SAR China
MAF MF St. Martin
MAR MA Morocco
MCO MC Monaco
MDA MD Moldova
MDG MG Madagascar
MDV MV Maldives
MEX MX Mexico
MHL MH Marshall Islands
MKD MK North Macedonia
MLI ML Mali
MLT MT Malta
MMR MM Myanmar (Burma)
MNE ME Montenegro
MNG MN Mongolia
MNP MP Northern Mariana Islands
MOZ MZ Mozambique
MRT MR Mauritania
MSR MS Montserrat
MTQ MQ Martinique
MUS MU Mauritius
MWI MW Malawi
MYS MY Malaysia
MYT YT Mayotte
NAM NA Namibia
NCL NC New Caledonia
NER NE Niger
NFK NF Norfolk Island
NGA NG Nigeria
NIC NI Nicaragua
NIU NU Niue
NLD NL Netherlands
NOR NO Norway
NPL NP Nepal
NRU NR Nauru
NZL NZ New Zealand
OMN OM Oman
PAK PK Pakistan
PAN PA Panama
PCN PN Pitcairn Islands
PER PE Peru
PHL PH Philippines
PLW PW Palau
PNG PG Papua New Guinea
POL PL Poland
PRI PR Puerto Rico
PRK KP North Korea
PRT PT Portugal
PRY PY Paraguay
PSE PS Palestinian Territories
PYF PF French Polynesia
QAT QA Qatar
REU RE Réunion
ROU RO Romania
RUS RU Russia
RWA RW Rwanda
SAU SA Saudi Arabia
SDN SD Sudan
SEN SN Senegal
SGP SG Singapore
SGS GS South Georgia and South Sandwich Islands
SHN SH St. Helena
SJM SJ Svalbard and Jan Mayen
SLB SB Solomon Islands
SLE SL Sierra Leone
SLV SV El Salvador
SMR SM San Marino
SOM SO Somalia
SPM PM St. Pierre and Miquelon
SRB RS Serbia
SSD SS South Sudan
STP ST São Tomé and Príncipe
SUR SR Suriname
SVK SK Slovakia
SVN SI Slovenia
SWE SE Sweden
SWZ SZ Eswatini
SXM SX Sint Maarten
SYC SC Seychelles
SYR SY Syria
TCA TC Turks and Caicos Islands
TCD TD Chad
TGO TG Togo
THA TH Thailand
TJK TJ Tajikistan
TKL TK Tokelau
TKM TM Turkmenistan
TLS TL Timor-Leste
TON TO Tonga
TTO TT Trinidad and Tobago
TUN TN Tunisia
TUR TR Türkiye
TUV TV Tuvalu
TWN TW Taiwan
TZA TZ Tanzania
UGA UG Uganda
UKR UA Ukraine
UMI UM U.S. Outlying Islands
URY UY Uruguay
USA US United States
UZB UZ Uzbekistan
VAT VA Vatican City
VCT VC St. Vincent and Grenadines
VEN VE Venezuela
VGB VG British Virgin Islands
VIR VI U.S. Virgin Islands
VNM VN Vietnam
VUT VU Vanuatu
WLF WF Wallis and Futuna
WSM WS Samoa
YEM YE Yemen
ZAF ZA South Africa
ZMB ZM Zambia
ZWE ZW Zimbabwe
"""

_DOC_9303 = """
D   DE Germany
ANT AN Netherlands Antilles (former code)
EUE EU European Union (laissez-passer)
GBD GB British Overseas Territories citizen
GBN GB British National (Overseas)
GBO GB British Overseas citizen
GBP GB British protected person
GBS GB British subject
IAO IA International Civil Aviation Organization (signs master lists)
NTZ NT Neutral Zone (former code)
RKS KS Kosovo
UNA UN United Nations specialized agency
UNK UN Resident of Kosovo, document of the United Nations Interim Administration Mission
UNO UN United Nations
UTO UT Utopia (specimens)
XBA -- African Development Bank
XCC -- Caribbean Community
XCE -- Council of Europe
XCO -- Common Market for Eastern and Southern Africa
XDC -- Southern African Development Community
XEC -- Economic Community of West African States
XES -- Organization of Eastern Caribbean States
XIM -- African Export-Import Bank
XMP -- Parliamentary Assembly of the Mediterranean
XOM -- Sovereign Military Order of Malta
XPO -- International Criminal Police Organization (INTERPOL)
XXA -- Stateless person (1954 Convention)
XXB -- Refugee (1951 Convention and 1967 Protocol)
XXC -- Refugee, other
XXX -- Unspecified nationality
"""


@dataclass(frozen=True, kw_only=True)
class State:
    """A State, territory, organisation or status that may stand in a machine readable zone.

    ``code`` is the one of the zone, without fillers; ``alpha2`` is what certificates call its signer, empty where the
    standard gives no two-letter code.
    """

    code: str
    alpha2: str
    name: str


def _rows(table: str) -> dict[str, State]:
    rows = (line.split(maxsplit=2) for line in table.strip().splitlines())
    return {code: State(code=code, alpha2=alpha2.strip("-"), name=name) for code, alpha2, name in rows}


STATES: Mapping[str, State] = MappingProxyType(_rows(_ISO_3166_1) | _rows(_DOC_9303))
"""Every code that may stand in a machine readable zone, with its name."""

_ALIASES: Mapping[str, str] = MappingProxyType({"UK": "GB", "EL": "GR", "XK": "KS"})
"""Two-letter codes that certificates write in place of those of the standard."""

_SIGNS_FOR: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "HK": frozenset({"CHN"}),
        "MO": frozenset({"CHN"}),
        "NL": frozenset({"ABW", "ANT", "BES", "CUW", "SXM"}),
        "FR": frozenset({"NCL", "PYF"}),
        "DK": frozenset({"FRO", "GRL"}),
        "FI": frozenset({"ALA"}),
        "CN": frozenset({"HKG", "MAC"}),
        "GB": frozenset({"AIA", "BMU", "CYM", "FLK", "GGY", "GIB", "IMN", "JEY", "MSR", "SHN", "TCA", "VGB"}),
    }
)
"""Signers that sign for more codes than their own (TR-03135-1, 5.6.4.5: the table is part of the profile)."""


def is_known(code: str) -> bool:
    """Whether ``code`` is a code of Doc 9303-3, section 5.

    >>> is_known("D"), is_known("UTO"), is_known("QQQ")
    (True, True, False)
    """
    return code in STATES


def name_of(code: str) -> str:
    """The short English name of a code, or the code itself where it is unknown.

    >>> name_of("GBN")
    'British National (Overseas)'
    """
    state = STATES.get(code)
    return state.name if state else code


def alpha3_of(code: str) -> str:
    """The three-letter code that ISO 3166-1 has for the zone's ``D``; every other code stays what it is.

    >>> alpha3_of("D"), alpha3_of("PAK")
    ('DEU', 'PAK')
    """
    return "DEU" if code == "D" else code


def signer_code(code: str) -> str:
    """The code that certificates write for their State, from whatever they or a zone write; unknown ones stay.

    >>> signer_code("pak"), signer_code("D"), signer_code("gb"), signer_code("UK"), signer_code("XOM")
    ('PK', 'DE', 'GB', 'GB', 'XOM')
    """
    written = code.strip().upper()
    return _ALIASES.get(written) or (STATES[written].alpha2 if written in STATES else "") or written


def signs_for(signer: str, issuing_state: str) -> bool | None:
    """May a certificate of country ``signer`` sign documents of ``issuing_state``? None where a code is unknown.

    ``signer`` is what the certificate writes, in any case, mostly two letters. Codes are not one to one
    (ICAO Doc 9303-3, section 5; BSI TR-03135-1, 5.6.4.5).

    >>> signs_for("de", "D"), signs_for("GBR", "GBN"), signs_for("FR", "D"), signs_for("QQ", "D")
    (True, True, False, None)
    """
    country = signer_code(signer)
    state = STATES.get(issuing_state)
    if state is None or not (country in _SIGNERS or country in STATES):
        return None
    if issuing_state in _SIGNS_FOR.get(country, ()):
        return True
    return country == state.alpha2 or alpha3_of(country) == alpha3_of(issuing_state)


_SIGNERS = frozenset({state.alpha2 for state in STATES.values() if state.alpha2} | set(_SIGNS_FOR))
