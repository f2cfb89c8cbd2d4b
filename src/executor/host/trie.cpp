/// `ext_trie_*`: roots of tries that are in no state, and proofs about them.
/// Spec: sect-trie-api
#include <algorithm>
#include <numeric>
#include <vector>

#include "executor/host/convert.hpp"
#include "trie/root_builder.hpp"
#include "trie/value_proof.hpp"

namespace serinus::executor::host {
namespace {

using trie::HashFunction;
using trie::StateVersion;
using Entries = std::vector<std::pair<BytesView, BytesView>>;
using Items = std::vector<BytesView>;

/// Entries in any order; of those with one key the last counts.
/// Spec: id-ext_trie_blake2_256_root, id-ext_trie_keccak_256_root
template <HashFunction kHash>
Hash256 root(HostCall&, const Scale<Entries>& input, StateVersion version) {
    const Entries& entries = input.value;
    std::vector<uint32_t> order(entries.size());
    std::iota(order.begin(), order.end(), 0);
    std::sort(order.begin(), order.end(), [&](uint32_t a, uint32_t b) {
        const auto keys = compare(entries[a].first, entries[b].first);
        return keys < 0 || (keys == 0 && a < b);
    });
    trie::RootBuilder builder(version, kHash);
    for (size_t i = 0; i < order.size(); ++i) {
        const auto& [key, value] = entries[order[i]];
        if (i + 1 < order.size() && equal(key, entries[order[i + 1]].first)) continue;
        const auto added = builder.add(key, value);
        SERINUS_ASSERT(added.has_value());  // the memory of a runtime is smaller than the bounds of the builder
    }
    return builder.finish();
}

template <HashFunction kHash>
Hash256 root_v0(HostCall& call, const Scale<Entries>& input) {
    return root<kHash>(call, input, StateVersion::kV0);
}

/// Spec: id-ext_trie_blake2_256_ordered_root, id-ext_trie_keccak_256_ordered_root
template <HashFunction kHash>
Hash256 ordered_root(HostCall&, const Scale<Items>& items, StateVersion version) {
    return trie::ordered_root(items.value, version, kHash);
}

template <HashFunction kHash>
Hash256 ordered_root_v0(HostCall& call, const Scale<Items>& items) {
    return ordered_root<kHash>(call, items, StateVersion::kV0);
}

/// Spec: id-ext_trie_blake2_256_verify_proof, id-ext_trie_keccak_256_verify_proof
template <HashFunction kHash>
bool verify_proof(HostCall&, const Hash256& root, const Scale<Items>& proof, BytesView key, BytesView value,
                  StateVersion version) {
    return trie::verify_value_proof(root, proof.value, key, value, version, kHash);
}

template <HashFunction kHash>
bool verify_proof_v0(HostCall& call, const Hash256& root, const Scale<Items>& proof, BytesView key, BytesView value) {
    return verify_proof<kHash>(call, root, proof, key, value, StateVersion::kV0);
}

constexpr HashFunction kBlake2 = hashing::blake2b_256;
constexpr HashFunction kKeccak = hashing::keccak_256;

constexpr HostFunctionEntry kTrieFunctions[] = {
    {"ext_trie_blake2_256_root_version_1", wrap<&root_v0<kBlake2>>},
    {"ext_trie_blake2_256_root_version_2", wrap<&root<kBlake2>>},
    {"ext_trie_blake2_256_ordered_root_version_1", wrap<&ordered_root_v0<kBlake2>>},
    {"ext_trie_blake2_256_ordered_root_version_2", wrap<&ordered_root<kBlake2>>},
    {"ext_trie_blake2_256_verify_proof_version_1", wrap<&verify_proof_v0<kBlake2>>},
    {"ext_trie_blake2_256_verify_proof_version_2", wrap<&verify_proof<kBlake2>>},
    {"ext_trie_keccak_256_root_version_1", wrap<&root_v0<kKeccak>>},
    {"ext_trie_keccak_256_root_version_2", wrap<&root<kKeccak>>},
    {"ext_trie_keccak_256_ordered_root_version_1", wrap<&ordered_root_v0<kKeccak>>},
    {"ext_trie_keccak_256_ordered_root_version_2", wrap<&ordered_root<kKeccak>>},
    {"ext_trie_keccak_256_verify_proof_version_1", wrap<&verify_proof_v0<kKeccak>>},
    {"ext_trie_keccak_256_verify_proof_version_2", wrap<&verify_proof<kKeccak>>},
};

}  // namespace

std::span<const HostFunctionEntry> trie_functions() { return kTrieFunctions; }

}  // namespace serinus::executor::host
