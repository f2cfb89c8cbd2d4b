// A module that changes a state of which it has a proof alone, while the host's own stays as it is (proof_module.wasm):
// how a parachain's block is validated. own_runtime_test runs it in the host.
#include "runtime/sdk/host/host.hpp"
#include "runtime/sdk/host/proof/proof_storage.hpp"
#include "runtime/sdk/runtime_api.hpp"
#include "trie/compact_proof.hpp"

namespace serinus::test {

struct Proof {
    /// Sets each of the values over the compact proof of a state; the root before and after. Traps if the proof has
    /// another root, or lacks a node.
    struct change {
        Hash256 root;
        std::vector<Bytes> compact_proof;
        std::vector<std::pair<Bytes, Bytes>> values;

        std::pair<Hash256, Hash256> operator()() const {
            sdk::host::set(as_bytes("host"), Bytes{1});
            auto decoded = trie::decode_compact(compact_proof, root);
            SERINUS_ASSERT(decoded.has_value());
            sdk::ProofStorage storage(std::move(decoded->proof), root);
            const sdk::StorageInUse in_use(storage);
            SERINUS_ASSERT(!sdk::host::exists(as_bytes("host")));
            const Hash256 before = sdk::host::storage_root(1);
            for (const auto& [key, value] : values) sdk::host::set(key, value);
            return {before, sdk::host::storage_root(1)};
        }
    };
};

}  // namespace serinus::test

using serinus::test::Proof;
SERINUS_EXPORT_METHOD(Proof, change)
