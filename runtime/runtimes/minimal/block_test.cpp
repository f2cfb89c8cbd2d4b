// A block of the smallest runtime: built on a state, and executed on that and over its proof alone.
#include <gtest/gtest.h>

#include "runtime/runtimes/minimal/runtime.hpp"
#include "runtime/sdk/executive.ipp"
#include "runtime/sdk/genesis/genesis.hpp"
#include "runtime/sdk/host/native/world_test.hpp"
#include "runtime/sdk/host/proof/proof_storage.hpp"
#include "trie/root_builder.hpp"

namespace serinus::minimal {
namespace {

using Executive = sdk::Executive<Runtime>;
using sdk::native::state;

/// A proof of all that is stored.
trie::StorageProof proof_of_state() {
    struct Nodes final : trie::ChangeSink {
        std::vector<Bytes> items;
        void write_node(const trie::NibblePath&, const Hash256&, BytesView node) override {
            items.push_back(to_bytes(node));
        }
        void write_value(const trie::NibblePath&, const Hash256&, BytesView value) override {
            items.push_back(to_bytes(value));
        }
        void remove_node(const trie::NibblePath&) override {}
        void remove_value(const trie::NibblePath&) override {}
    } nodes;
    trie::Trie all;
    for (const auto& [key, value] : state().entries()) {
        SERINUS_ASSERT(all.insert(key, value, trie::StateVersion::kV1).has_value());
    }
    all.commit(nodes);
    return trie::StorageProof(std::move(nodes.items));
}

class BlockTest : public sdk::test::World<Runtime> {
  protected:
    void SetUp() override {
        state().reset();
        ASSERT_TRUE(sdk::genesis::build(*Runtime::preset("development")));
        genesis = state();
        // The block, built on a copy of the state.
        Executive::initialize_block(
            {.parent_hash = {}, .number = {1}, .state_root = {}, .extrinsics_root = {}, .digest = {}});
        sdk::InherentData data;
        data.data[Timestamp::kInherentIdentifier] = scale::encode(uint64_t{1'700'000'000'000});
        for (const Bytes& extrinsic : Executive::inherent_extrinsics(data)) encoded.push_back(scale::encode(extrinsic));
        for (const Bytes& extrinsic : encoded) {
            EXPECT_TRUE(Executive::apply_extrinsic(extrinsic));
            extrinsics.push_back(*scale::decode<Extrinsic>(extrinsic));
        }
        header = Executive::finalize_block();
        EXPECT_EQ(extrinsics.size(), 1u);
        state() = genesis;
    }

    sdk::native::State genesis;
    primitives::Header header;
    std::vector<Bytes> encoded;
    std::vector<Extrinsic> extrinsics;  ///< views of these
};

TEST_F(BlockTest, IsExecutedOverItsProofAlone) {
    const trie::StorageProof proof = proof_of_state();
    const Hash256 parent_root = sdk::host::storage_root(1);
    state().reset();
    {
        sdk::ProofStorage storage(proof, parent_root);
        const sdk::StorageInUse in_use(storage);
        EXPECT_NO_THROW(Executive::execute_block(header, extrinsics));
        EXPECT_EQ(Timestamp::storage.Now.get(), 1'700'000'000'000u);
    }
    EXPECT_TRUE(state().entries().empty());
    {
        sdk::ProofStorage storage(proof, parent_root);
        const sdk::StorageInUse in_use(storage);
        header.state_root = parent_root;
        EXPECT_THROW(Executive::execute_block(header, extrinsics), sdk::native::Panic) << "another root";
    }
}

TEST_F(BlockTest, IsExecutedOnTheState) {
    Executive::execute_block(header, extrinsics);
    EXPECT_EQ(sdk::host::storage_root(1), header.state_root);
}

}  // namespace
}  // namespace serinus::minimal
