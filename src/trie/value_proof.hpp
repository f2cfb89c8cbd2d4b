/// Proofs that a trie has one value, in the compact form that runtimes check: parts that follow from the value and
/// from the nodes below are left out.
#pragma once

#include <span>

#include "base/bytes.hpp"
#include "hashing/hashing.hpp"
#include "trie/node_writer.hpp"
#include "trie/state_version.hpp"

namespace serinus::trie {

/// Whether `nodes` prove that the trie of this root has `value` at `key`.
///
/// The nodes on the way from the root to the key, each once and in that order, and nothing else. The value is left out
/// of its node (a leaf with an empty value, a branch without one), and each node's hash out of its parent (a child of
/// no bytes); a node that is shorter than a hash stands in its parent. The nodes are completed from the bottom
/// upwards, written anew, and the root is compared.
/// Time O(bytes of the nodes). Any bytes may come.
/// Spec: id-ext_trie_blake2_256_verify_proof
/// Observed: trie-db 0.29: trie_db::proof::verify_proof
[[nodiscard]] bool verify_value_proof(const Hash256& root, std::span<const BytesView> nodes, BytesView key,
                                      BytesView value, StateVersion version, HashFunction hash = hashing::blake2b_256);

}  // namespace serinus::trie
