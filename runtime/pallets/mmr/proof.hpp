/// Proofs of leaves of a Merkle mountain range, and the root of a range. An inner node is keccak-256 of its children,
/// left and right; the root bags the peaks from the right: keccak-256 of what is bagged already and the next peak.
/// Observed: ckb-merkle-mountain-range 0.5.2, mmr.rs
#pragma once

#include <functional>

#include "runtime/pallets/mmr/types.hpp"

namespace serinus::pallet_mmr {

using Proof = sp_mmr_primitives::Proof<Hash256>;

/// A node: its hash, and whether it is a leaf as it was stored. Observed: Kusama 1.0.0: a leaf is never equal to a bare
/// hash, so that a range of one leaf cannot be verified against its root alone.
struct Node {
    Hash256 hash;
    bool is_leaf = false;
    friend bool operator==(const Node&, const Node&) = default;
};

/// Gives the node at a position, nullopt if it is not stored.
using FindNode = std::function<std::optional<Node>(uint64_t position)>;

Hash256 merge(const Hash256& left, const Hash256& right);

/// The root that the peaks have, from the left; there is at least one.
Node bag(std::span<const Node> peaks);

/// The root of a range with so many nodes; nullopt if a peak is not stored.
std::optional<Node> root_of(uint64_t size, const FindNode& find);

/// What proves the leaves at those positions in a range with so many nodes. nullopt: there are none, one is no leaf of
/// the range, or a node is not stored.
std::optional<std::vector<Hash256>> prove(uint64_t size, std::vector<uint64_t> positions, const FindNode& find);

/// The root that follows from leaves with their positions; nullopt if the proof does not fit them.
std::optional<Node> calculate_root(uint64_t size, std::vector<std::pair<uint64_t, Hash256>> leaves,
                                   std::span<const Hash256> items);

/// The same for the leaves that the proof names, in its order; nullopt also if there are not as many.
std::optional<Node> calculate_root(const Proof& proof, std::span<const Hash256> leaf_hashes);

}  // namespace serinus::pallet_mmr
