#pragma once

#include <bit>

#include "primitives/mmr.hpp"
#include "runtime/pallets/mmr/mmr.hpp"
#include "runtime/sdk/host/host.hpp"
#include "runtime/sdk/traits/listeners.hpp"

namespace serinus::pallet_mmr {

namespace positions = primitives::mmr;

namespace detail {

/// A node as it is indexed: a leaf with all it says, or the hash of an inner node. Pallet: sp-mmr-primitives
/// (DataOrHash)
using Indexed = std::variant<Bytes, Hash256>;

}  // namespace detail

template <class T>
Weight Pallet<T>::on_initialize(BlockNumber) {
    const uint64_t count = mmr_leaves();
    const uint64_t size = positions::size_of(count);
    const auto peaks_in = [](uint64_t leaves) { return static_cast<uint64_t>(std::popcount(leaves)); };

    std::vector<std::pair<uint64_t, Node>> peaks;
    if (count > 0) {
        for (const uint64_t position : positions::peaks_of(size)) {
            const auto hash = storage.Nodes.get(position);
            if (!hash) {
                host::log(host::LogLevel::kError, "runtime::mmr", "A peak is not stored: no leaf is added.");
                return T::kWeights.on_initialize(peaks_in(count));
            }
            peaks.emplace_back(position, Node{*hash});
        }
    }

    const Hash256 parent = T::System::parent_hash();
    const auto index = [&](uint64_t position, const detail::Indexed& node) {
        host::index_offchain(positions::fork_key(position, parent), scale::encode(node));
    };
    Bytes leaf = scale::encode(T::LeafData::leaf_data());
    peaks.emplace_back(size, Node{host::keccak_256(leaf), true});
    index(size, std::move(leaf));
    // Each tree that the leaf completes takes the last two peaks below a new one.
    for (uint64_t position = size + 1; position < positions::size_of(count + 1); ++position) {
        const Hash256 right = peaks.back().second.hash;
        peaks.pop_back();
        const auto [left_position, left] = peaks.back();
        peaks.pop_back();
        storage.Nodes.remove(left_position);
        const Hash256 hash = merge(left.hash, right);
        peaks.emplace_back(position, Node{hash});
        index(position, hash);
    }
    storage.Nodes.put(peaks.back().first, peaks.back().second.hash);

    std::vector<Node> nodes;
    for (const auto& [_, node] : peaks) nodes.push_back(node);
    const Hash256 root = bag(nodes).hash;
    for_each_handler(typename T::OnNewRoot{}, [&]<class Listener>() { Listener::on_new_root(root); });
    storage.NumberOfLeaves.put(count + 1);
    storage.RootHash.put(root);
    return T::kWeights.on_initialize(std::max(peaks_in(count), peaks_in(count + 1)));
}

/// `leaf`: takes what the leaf says, if the node is one.
template <class T>
std::optional<Node> Pallet<T>::find_indexed(uint64_t position, std::optional<Bytes>* leaf) {
    auto stored = host::offchain_get(positions::canonical_key(position));
    if (!stored) {
        // The block that added the node is not final yet: its parent's hash tells the fork.
        const auto number = [](uint64_t of) {
            return static_cast<BlockNumber>(std::min<uint64_t>(of, max_value<BlockNumber>()));
        };
        const BlockNumber parent = saturating_add(saturating_sub(T::System::block_number(), number(mmr_leaves())),
                                                  number(positions::leaf_that_added(position)));
        stored = host::offchain_get(positions::fork_key(position, T::System::block_hash(parent)));
    }
    if (!stored) return std::nullopt;
    BytesView rest = *stored;  // what follows is ignored, as in the reference
    auto node = scale::take<detail::Indexed>(rest);
    if (!node) return std::nullopt;
    if (const auto* const hash = std::get_if<Hash256>(&*node)) return Node{*hash};
    BytesView encoded = std::get<Bytes>(*node);
    const auto decoded = scale::take<Leaf>(encoded);
    if (!decoded) return std::nullopt;
    Bytes plain = scale::encode(*decoded);
    const Node out{host::keccak_256(plain), true};
    if (leaf) *leaf = std::move(plain);
    return out;
}

template <class T>
Result<uint64_t, MmrError> Pallet<T>::leaf_index_of(BlockNumber block_number) {
    const uint64_t leaves = mmr_leaves();
    const BlockNumber now = T::System::block_number();
    // The first block with a leaf is now - leaves + 1.
    ENSURE(leaves <= now, MmrError::InvalidNumericOp);
    const auto before_first = static_cast<BlockNumber>(now - leaves);
    ENSURE(before_first < max_value<BlockNumber>() && block_number > before_first, MmrError::InvalidNumericOp);
    return uint64_t{block_number - before_first - 1};
}

template <class T>
Result<std::pair<std::vector<EncodableOpaqueLeaf>, Proof>, MmrError> Pallet<T>::generate_proof(
    const std::vector<BlockNumber>& block_numbers, std::optional<BlockNumber> best_known) {
    TRY_ASSIGN(const uint64_t last, leaf_index_of(best_known.value_or(T::System::block_number())));
    Proof proof{.leaf_indices = {}, .leaf_count = last + 1, .items = {}};
    for (const BlockNumber number : block_numbers) {
        TRY_ASSIGN(const uint64_t index, leaf_index_of(number));
        proof.leaf_indices.push_back(index);
    }

    Leaves leaves;
    std::vector<uint64_t> asked;
    for (const uint64_t index : proof.leaf_indices) {
        std::optional<Bytes> leaf;
        find_indexed(positions::leaf_position(index), &leaf);
        ENSURE(leaf.has_value(), MmrError::LeafNotFound);
        leaves.push_back({*std::move(leaf)});
        asked.push_back(positions::leaf_position(index));
    }
    auto items = prove(positions::size_of(proof.leaf_count), std::move(asked),
                       [](uint64_t position) { return find_indexed(position); });
    ENSURE(items.has_value(), MmrError::GenerateProof);
    proof.items = *std::move(items);
    return std::pair(std::move(leaves), std::move(proof));
}

template <class T>
Result<uint64_t, MmrError> Pallet<T>::leaf_count_after(BlockNumber block_number) {
    TRY_ASSIGN(const uint64_t index, leaf_index_of(block_number));
    return index + 1;
}

template <class T>
Result<AncestryProof, MmrError> Pallet<T>::generate_ancestry_proof(BlockNumber prev,
                                                                   std::optional<BlockNumber> best_known) {
    TRY_ASSIGN(const uint64_t leaf_count, leaf_count_after(best_known.value_or(T::System::block_number())));
    TRY_ASSIGN(const uint64_t prev_leaf_count, leaf_count_after(prev));
    auto proof = prove_ancestry(prev_leaf_count, leaf_count, [](uint64_t position) { return find_indexed(position); });
    ENSURE(proof.has_value(), MmrError::GenerateProof);
    return *std::move(proof);
}

template <class T>
Result<void, MmrError> Pallet<T>::verify_proof(const Leaves& leaves, const Proof& proof) {
    // A leaf counts as what it decodes to.
    std::vector<Hash256> hashes;
    for (const EncodableOpaqueLeaf& leaf : leaves) {
        BytesView encoded = leaf._0;
        const auto decoded = scale::take<Leaf>(encoded);
        ENSURE(decoded.has_value(), MmrError::Verify);
        hashes.push_back(host::keccak_256(scale::encode(*decoded)));
    }
    ENSURE(proof.leaf_count != 0 && proof.leaf_count <= mmr_leaves(), MmrError::Verify);
    ENSURE(uint64_t{proof.items.size()} + leaves.size() <= proof.leaf_count, MmrError::Verify);
    ENSURE(leaves.size() == proof.leaf_indices.size(), MmrError::Verify);
    const auto root =
        root_of(positions::size_of(proof.leaf_count), [](uint64_t position) { return find_indexed(position); });
    ENSURE(root.has_value(), MmrError::GetRoot);
    ENSURE(calculate_root(proof, hashes) == root, MmrError::Verify);
    return {};
}

template <class T>
Result<void, MmrError> Pallet<T>::verify_proof_stateless(const Hash256& root, const Leaves& leaves,
                                                         const Proof& proof) {
    std::vector<Hash256> hashes;
    for (const EncodableOpaqueLeaf& leaf : leaves) hashes.push_back(host::keccak_256(leaf._0));
    ENSURE(calculate_root(proof, hashes) == Node{root}, MmrError::Verify);
    return {};
}

template <class T>
TryStateResult Pallet<T>::try_state() {
    const uint64_t count = mmr_leaves();
    std::vector<Node> peaks;
    if (count > 0) {
        for (const uint64_t position : positions::peaks_of(positions::size_of(count))) {
            const auto hash = storage.Nodes.get(position);
            ENSURE(hash.has_value(), std::string("a peak is not stored"));
            peaks.push_back({*hash});
        }
    }
    size_t stored = 0;
    auto keys = storage.Nodes.iter_keys();
    while (keys.next()) ++stored;
    ENSURE(stored == peaks.size(), std::string("nodes are stored that are no peaks"));
    ENSURE(peaks.empty() || bag(peaks).hash == mmr_root(), std::string("the root is not that of the peaks"));
    return {};
}

}  // namespace serinus::pallet_mmr
