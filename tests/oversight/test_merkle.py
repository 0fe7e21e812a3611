from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from preclear.oversight import merkle
from preclear.oversight.merkle import EMPTY_ROOT, Growth, Node, Span, extends, includes, leaf_hash, node_hash

LEAVES = [leaf_hash(bytes([number])) for number in range(70)]


def root_by_definition(leaves):
    """RFC 9162, 2.1.1, word for word."""
    if not leaves:
        return sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return node_hash(root_by_definition(leaves[:split]), root_by_definition(leaves[split:]))


def prove(spans):
    return [root_by_definition(LEAVES[span.start : span.end]) for span in spans]


def test_a_tree_without_entries_has_the_hash_of_nothing():
    assert Growth().root == EMPTY_ROOT


@pytest.mark.parametrize("size", [1, 2, 3, 4, 5, 7, 8, 9, 33, 64, 70])
def test_a_growing_tree_has_the_root_of_the_definition(size):
    growth = Growth()
    for leaf in LEAVES[:size]:
        list(growth.add(leaf))
    assert root_by_definition(LEAVES[:size]) == growth.root


def test_the_roots_of_the_reference_vectors_come_out():
    """The vectors of the Certificate Transparency reference implementation, as all later ones use them."""
    entries = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
    expected = [
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ]
    growth, roots = Growth(), []
    for entry in entries:
        list(growth.add(leaf_hash(bytes.fromhex(entry))))
        roots.append(growth.root.hex())
    assert expected == roots


def test_every_complete_subtree_is_given_once():
    growth = Growth()
    completed = dict(pair for leaf in LEAVES[:8] for pair in growth.add(leaf))
    expected = {Node(level, index) for level in range(4) for index in range(8 >> level)}
    assert expected == set(completed)
    assert root_by_definition(LEAVES[4:8]) == completed[Node(2, 1)]
    assert (Node(2, 1).start, Node(2, 1).end) == (4, 8)


@given(st.integers(0, 300), st.integers(0, 300))
@settings(max_examples=50)
def test_subtrees_of_a_right_branch_cover_it_without_gaps(first, second):
    size, index = max(first, second) + 1, min(first, second)
    for span in merkle.inclusion_spans(index, size):
        nodes = merkle.subtrees(span)
        assert [span.start, *(node.end for node in nodes)] == [*(node.start for node in nodes), span.end]


@given(st.integers(0, 69), st.integers(1, 70))
@settings(max_examples=60)
def test_an_entry_is_proven_in_its_tree_and_nowhere_else(index, size):
    index %= size
    proof = prove(merkle.inclusion_spans(index, size))
    root = root_by_definition(LEAVES[:size])
    assert includes(LEAVES[index], index, size, proof, root)
    assert not includes(leaf_hash(b"another"), index, size, proof, root)
    assert not includes(LEAVES[index], (index + 1) % size, size, proof, root) or size == 1
    assert not includes(LEAVES[index], index, size, [*proof, root], root)
    assert not includes(LEAVES[index], index, size, proof[:-1], root) or size == 1


@given(st.integers(1, 70), st.integers(1, 70))
@settings(max_examples=60)
def test_a_grown_tree_is_proven_to_begin_with_the_old_one(first, second):
    old, new = sorted((first, second))
    proof = prove(merkle.consistency_spans(old, new))
    old_root, new_root = root_by_definition(LEAVES[:old]), root_by_definition(LEAVES[:new])
    assert extends(old, old_root, new, new_root, proof)
    assert not extends(old, leaf_hash(b"another"), new, new_root, proof)
    assert not extends(old, old_root, new, leaf_hash(b"another"), proof)
    assert not extends(old, old_root, new, new_root, [*proof, old_root])


def test_every_tree_begins_with_the_empty_one():
    assert extends(0, EMPTY_ROOT, 5, root_by_definition(LEAVES[:5]), [])
    assert not extends(0, LEAVES[0], 5, root_by_definition(LEAVES[:5]), [])
    assert not extends(5, LEAVES[0], 4, LEAVES[0], [])


def test_a_proof_that_is_too_long_is_refused_unread():
    assert not includes(LEAVES[0], 0, 2**60, [LEAVES[0]] * 65, LEAVES[0])


def test_a_span_is_cut_into_the_fewest_subtrees():
    assert [Node(0, 0)] == merkle.subtrees(Span(0, 1))
    assert [Node(3, 0), Node(0, 8)] == merkle.subtrees(Span(0, 9))
