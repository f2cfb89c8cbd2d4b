#include "chain/client/client.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "chain/client/client_test_support.hpp"
#include "chain/import/refusal_reason.hpp"
#include "chain/import/refusal_test_support.hpp"
#include "storage/store_test_support.hpp"

namespace serinus::chain {
namespace {

using primitives::Justification;
using primitives::kGrandpaEngine;
using test::kProofEngine;
using test::put_extrinsic;
using test::RecordedEvents;
using test::TestChain;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;
using testing::UnorderedElementsAre;
using Kind = ImportOutcome::Kind;

std::vector<Hash256> hashes(const std::vector<BlockId>& blocks) {
    std::vector<Hash256> out;
    for (const BlockId& block : blocks) out.push_back(block.hash);
    return out;
}

class ClientTest : public testing::Test {
  protected:
    Hash256 genesis() { return chain->genesis().hash; }
    Hash256 best() { return chain->best().hash; }
    template <class T>
    static T get(Result<T, ChainError> result) {
        return TestChain::get(std::move(result));
    }

    TestChain chain;
};

TEST_F(ClientTest, ANewChainIsItsGenesis) {
    EXPECT_EQ(chain->best(), chain->genesis());
    EXPECT_EQ(chain->finalized(), chain->genesis());
    EXPECT_THAT(chain->leaves(), ElementsAre(chain->genesis()));
    EXPECT_EQ(chain->engine(), (primitives::EngineId{{'t', 'e', 's', 't'}}));
    EXPECT_EQ(to_bytes(chain->engine_configuration()), (Bytes{1, 2}));
    EXPECT_EQ(chain.value_of(genesis(), "a"), "0");
    EXPECT_EQ(get(chain->find_hash(0)), genesis());
    EXPECT_EQ(get(chain->find_hash(1)), std::nullopt);
    EXPECT_EQ(get(chain->api_version(genesis(), "Core")), 4u);
    EXPECT_EQ(get(chain->api_version(genesis(), "BabeApi")), std::nullopt);
}

TEST_F(ClientTest, AGoodBlockIsKeptWithItsStateAndListenersHearOfIt) {
    RecordedEvents events(*chain);
    const BuiltBlock built = chain.build(genesis(), {.extrinsic = put_extrinsic("a", "1")});
    EXPECT_EQ(chain.import(built.block).kind, Kind::kImported);
    EXPECT_EQ(chain.import(built.block).kind, Kind::kKnown);
    const Hash256 hash = primitives::header_hash(built.block.header);
    EXPECT_EQ(chain->best(), (BlockId{hash, 1}));
    EXPECT_EQ(*get(chain->find_header(hash)), built.block.header);
    EXPECT_EQ(get(chain->find_body(hash)), built.block.body);
    EXPECT_EQ(get(chain->find_record(hash)), scale::encode(uint64_t{1}));
    EXPECT_EQ(chain.value_of(hash, "a"), "1");
    EXPECT_EQ(chain.value_of(genesis(), "a"), "0");
    EXPECT_EQ(*chain->offchain_storage().get(as_bytes("a")), to_bytes(as_bytes("1")));
    ASSERT_THAT(events.imported, SizeIs(1));
    EXPECT_TRUE(events.imported[0].is_new_best);
    EXPECT_FALSE(events.imported[0].runtime_changed);
    EXPECT_EQ(*events.imported[0].header, built.block.header);
    EXPECT_EQ(events.imported[0].origin, BlockOrigin::kNetworkBroadcast);
    EXPECT_THAT(hashes(events.imported[0].route.enacted), ElementsAre(hash));
    EXPECT_EQ(events.imported[0].route.common, chain->genesis());
}

// Spec: algo-import-and-validate-block
TEST_F(ClientTest, ABadBlockLeavesNothing) {
    RecordedEvents events(*chain);
    const auto refused = [&](const primitives::Block& block) {
        const ImportOutcome outcome = chain.import(block);
        EXPECT_EQ(outcome.kind, Kind::kRefused);
        EXPECT_EQ(get(chain->find_header(outcome.block.hash)), nullptr);
        return outcome.refusal;
    };
    primitives::Block block = chain.build(genesis()).block;
    block.header.state_root[0] ^= 1;
    EXPECT_THAT(refused(block), IsRefused(RefusalReason::kBadStateRoot, "its state root is"));
    block = chain.build(genesis()).block;
    block.header.extrinsics_root[0] ^= 1;
    EXPECT_THAT(refused(block), IsRefused(RefusalReason::kBadBody, "its extrinsics root is"));
    EXPECT_THAT(refused(chain.build(genesis(), {.weight = 255}).block),
                IsRefused(RefusalReason::kBadSeal, "too heavy"));
    block = chain.build(genesis()).block;
    block.header.parent_hash[0] ^= 1;
    EXPECT_THAT(refused(block), IsRefused(RefusalReason::kUnknownParent, "its parent"));
    block = chain.build(genesis(), {.extrinsic = put_extrinsic(std::string(255, 'k'), "")}).block;
    EXPECT_THAT(refused(block), IsRefused(RefusalReason::kExecutionFailed, "the runtime refuses it"));
    EXPECT_THAT(events.order, IsEmpty());
    EXPECT_EQ(chain->best(), chain->genesis());
}

TEST_F(ClientTest, TheHeaviestChainIsTheBestThenTheLongestThenTheFirst) {
    const auto ours = chain.add_many(genesis(), 2, {.weight = 3});
    EXPECT_EQ(best(), ours[1]);
    const auto light = chain.add_many(genesis(), 4, {.extrinsic = put_extrinsic("a", "2"), .weight = 1});
    EXPECT_EQ(best(), ours[1]) << "four blocks that weigh less";
    const auto equal = chain.add_many(genesis(), 2, {.extrinsic = put_extrinsic("a", "3"), .weight = 3});
    EXPECT_EQ(best(), ours[1]) << "neither heavier nor longer, but later";
    const Hash256 longer = chain.add(equal[1], {.weight = 0});
    EXPECT_EQ(best(), longer) << "as heavy, and longer";
    const Hash256 heavier = chain.add(light[3], {.weight = 3});
    EXPECT_EQ(best(), heavier);
    EXPECT_THAT(hashes(chain->leaves()), ElementsAre(heavier, longer, ours[1]));
}

TEST_F(ClientTest, AReorganisationIsToldWithItsWay) {
    const Hash256 common = chain.add(genesis());
    const auto ours = chain.add_many(common, 2);
    const Hash256 a = chain.add(common, {.extrinsic = put_extrinsic("b", "1"), .weight = 0});
    RecordedEvents events(*chain);
    const Hash256 b = chain.add(a, {.weight = 1});
    const Hash256 c = chain.add(b, {.weight = 3});
    ASSERT_THAT(events.imported, SizeIs(2));
    EXPECT_FALSE(events.imported[0].is_new_best);
    EXPECT_THAT(events.imported[0].route.enacted, IsEmpty());
    ASSERT_TRUE(events.imported[1].is_new_best);
    const TreeRoute& route = events.imported[1].route;
    EXPECT_THAT(hashes(route.retracted), ElementsAre(ours[1], ours[0]));
    EXPECT_EQ(route.common, (BlockId{common, 1}));
    EXPECT_THAT(hashes(route.enacted), ElementsAre(a, b, c));
    EXPECT_EQ(get(chain->find_hash(2)), a);
    EXPECT_EQ(get(chain->find_hash(3)), b);
}

TEST_F(ClientTest, WaysThroughTheTree) {
    const auto main = chain.add_many(genesis(), 5);
    const auto side = chain.add_many(main[1], 2, {.extrinsic = put_extrinsic("b", "1"), .weight = 0});
    EXPECT_THAT(get(chain->hashes_at(3)), ElementsAre(main[2], side[0]));
    EXPECT_THAT(get(chain->hashes_at(2)), ElementsAre(main[1]));
    EXPECT_THAT(get(chain->hashes_at(6)), IsEmpty());
    EXPECT_TRUE(get(chain->is_ancestor(main[1], side[1])));
    EXPECT_TRUE(get(chain->is_ancestor(genesis(), side[1])));
    EXPECT_TRUE(get(chain->is_ancestor(main[0], main[4])));
    EXPECT_TRUE(get(chain->is_ancestor(side[1], side[1])));
    EXPECT_FALSE(get(chain->is_ancestor(main[2], side[1])));
    EXPECT_FALSE(get(chain->is_ancestor(side[0], main[4])));
    EXPECT_FALSE(get(chain->is_ancestor(main[4], main[0])));
    EXPECT_EQ(get(chain->best_containing(side[0])), (BlockId{side[1], 4}));
    EXPECT_EQ(get(chain->best_containing(main[1])), (BlockId{main[4], 5}));
    EXPECT_EQ(get(chain->best_containing(Hash256())), std::nullopt);
    const TreeRoute route = get(chain->route(side[1], main[2]));
    EXPECT_THAT(hashes(route.retracted), ElementsAre(side[1], side[0]));
    EXPECT_EQ(route.common, (BlockId{main[1], 2}));
    EXPECT_THAT(hashes(route.enacted), ElementsAre(main[2]));
    const TreeRoute back = get(chain->route(main[4], main[2]));
    EXPECT_THAT(hashes(back.retracted), ElementsAre(main[4], main[3]));
    EXPECT_THAT(back.enacted, IsEmpty());
    EXPECT_EQ(chain->route(Hash256(), main[2]).error().kind, ChainError::Kind::kUnknown);
    EXPECT_EQ(chain->is_ancestor(main[2], Hash256()).error().kind, ChainError::Kind::kUnknown);
}

TEST_F(ClientTest, FinalityRemovesTheBranchesThatLost) {
    const auto main = chain.add_many(genesis(), 4);
    const auto early = chain.add_many(genesis(), 2, {.extrinsic = put_extrinsic("b", "1"), .weight = 0});
    const Hash256 beside = chain.add(main[1], {.extrinsic = put_extrinsic("b", "2"), .weight = 0});
    const Hash256 later = chain.add(main[2], {.extrinsic = put_extrinsic("b", "3"), .weight = 0});
    RecordedEvents events(*chain);
    EXPECT_TRUE(get(chain->finalize(main[2], Justification{kGrandpaEngine, {1}})));
    ASSERT_THAT(events.finalized, SizeIs(1));
    const FinalizedBlocks& event = events.finalized[0];
    EXPECT_THAT(hashes(event.blocks), ElementsAre(main[0], main[1], main[2]));
    EXPECT_THAT(event.pruned, UnorderedElementsAre(early[0], early[1], beside));
    EXPECT_EQ(*event.header, *get(chain->find_header(main[2])));
    EXPECT_EQ(event.justification, (Justification{kGrandpaEngine, {1}}));
    EXPECT_EQ(event.new_best, std::nullopt);
    EXPECT_EQ(get(chain->find_justifications(main[2])), (primitives::Justifications{{kGrandpaEngine, {1}}}));
    for (const Hash256& gone : event.pruned) {
        EXPECT_EQ(get(chain->find_header(gone)), nullptr);
        EXPECT_EQ(get(chain->find_body(gone)), std::nullopt);
        EXPECT_FALSE(chain->has_state(gone));
        EXPECT_EQ(chain->state_of(gone).error().kind, ChainError::Kind::kUnknown);
        EXPECT_EQ(get(chain->best_containing(gone)), std::nullopt);
    }
    EXPECT_THAT(hashes(chain->leaves()), ElementsAre(main[3], later));
    EXPECT_EQ(chain.value_of(later, "b"), "3");
    EXPECT_EQ(chain->finalized(), (BlockId{main[2], 3}));
}

TEST_F(ClientTest, TheBestChainGoesThroughTheFinalizedBlock) {
    const auto heavy = chain.add_many(genesis(), 3, {.weight = 5});
    const auto light = chain.add_many(genesis(), 4, {.extrinsic = put_extrinsic("b", "1"), .weight = 1});
    const Hash256 fork = chain.add(light[1], {.extrinsic = put_extrinsic("b", "2"), .weight = 7});
    RecordedEvents events(*chain);
    EXPECT_TRUE(get(chain->finalize(light[0], std::nullopt)));
    ASSERT_THAT(events.finalized, SizeIs(1));
    EXPECT_EQ(events.finalized[0].new_best, (BlockId{fork, 3}));
    EXPECT_THAT(hashes(events.finalized[0].route.retracted), ElementsAre(heavy[2], heavy[1], heavy[0]));
    EXPECT_THAT(hashes(events.finalized[0].route.enacted), ElementsAre(light[0], light[1], fork));
    EXPECT_EQ(best(), fork);
    EXPECT_EQ(get(chain->find_hash(3)), fork);
    EXPECT_EQ(get(chain->find_hash(4)), std::nullopt);
    // What would be heavier, but without it, is refused.
    const Hash256 next = chain.add(fork);
    EXPECT_EQ(best(), next);
    EXPECT_THAT(hashes(chain->leaves()), ElementsAre(next, light[3]));
}

TEST_F(ClientTest, ABlockBesideTheFinalizedOneIsRefused) {
    const auto main = chain.add_many(genesis(), 3);
    const BuiltBlock late = chain.build(main[0], {.extrinsic = put_extrinsic("b", "1"), .weight = 9});
    const BuiltBlock beside = chain.build(genesis(), {.extrinsic = put_extrinsic("b", "1"), .weight = 9});
    EXPECT_TRUE(get(chain->finalize(main[1], std::nullopt)));
    for (const BuiltBlock& built : {late, beside}) {
        EXPECT_THAT(chain.import(built.block).refusal,
                    IsRefused(RefusalReason::kNotAboveFinalized, "not on top of the last finalized block, 2 ("));
        EXPECT_EQ(get(chain->import_built(built)).kind, Kind::kRefused);
    }
    EXPECT_EQ(best(), main[2]);
}

TEST_F(ClientTest, OnlyWhatIsAboveTheFinalizedBlockBecomesFinal) {
    const auto main = chain.add_many(genesis(), 3);
    EXPECT_TRUE(get(chain->finalize(main[1], Justification{kGrandpaEngine, {1}})));
    RecordedEvents events(*chain);
    EXPECT_FALSE(get(chain->finalize(main[0], Justification{kGrandpaEngine, {2}})));
    EXPECT_EQ(get(chain->find_justifications(main[0])), std::nullopt);
    EXPECT_FALSE(get(chain->finalize(genesis(), std::nullopt)));
    EXPECT_EQ(chain->finalize(Hash256(), std::nullopt).error().kind, ChainError::Kind::kUnknown);
    // The last one again only brings another justification; of each engine there is one.
    EXPECT_TRUE(get(chain->finalize(main[1], Justification{kGrandpaEngine, {3}}, {{{9}, Bytes{8}}})));
    EXPECT_TRUE(get(chain->finalize(main[1], Justification{kProofEngine, {4}})));
    EXPECT_EQ(get(chain->find_justifications(main[1])),
              (primitives::Justifications{{kGrandpaEngine, {3}}, {kProofEngine, {4}}}));
    EXPECT_EQ(get(chain->find_aux(Bytes{9})), Bytes{8});
    EXPECT_THAT(events.order, IsEmpty());
}

TEST_F(ClientTest, WhatABlockOfOursChangesIsKeptAsItIs) {
    TestChain other;
    const BuiltBlock built = chain.build(genesis(), {.extrinsic = put_extrinsic("z", "7")});
    const Hash256 hash = other.import(built.block).block.hash;
    RecordedEvents events(*chain);
    EXPECT_EQ(get(chain->import_built(built)).kind, Kind::kImported);
    EXPECT_EQ(get(chain->import_built(built)).kind, Kind::kKnown);
    EXPECT_EQ(events.imported.at(0).origin, BlockOrigin::kOwn);
    for (TestChain* one : {&chain, &other}) {
        EXPECT_EQ((*one)->best(), (BlockId{hash, 1}));
        EXPECT_EQ(one->value_of(hash, "z"), "7");
        EXPECT_EQ(get((*one)->find_record(hash)), scale::encode(uint64_t{1}));
        EXPECT_EQ(get((*one)->find_body(hash)), built.block.body);
        EXPECT_EQ(*(*one)->offchain_storage().get(as_bytes("z")), to_bytes(as_bytes("7")));
    }
    // It is not executed again, but its seal is looked at, and its root must be that of the changes.
    EXPECT_EQ(get(chain->import_built(chain.build(hash, {.weight = 255}))).kind, Kind::kRefused);
    BuiltBlock wrong = chain.build(hash);
    wrong.effects.changes.top.clear();
    EXPECT_FALSE(chain->import_built(wrong));
    EXPECT_EQ(best(), hash);
}

TEST_F(ClientTest, NewCodeRunsFromTheNextBlockOn) {
    RecordedEvents events(*chain);
    const Hash256 before = chain.add(genesis());
    const Hash256 upgrade = chain.add(before, {.extrinsic = put_extrinsic(as_bytes(":code"), test::put_runtime(2))});
    const Hash256 after = chain.add(upgrade);
    const auto version = [&](const Hash256& block) { return get(chain->runtime_of(block)).version.spec_version; };
    EXPECT_EQ(version(genesis()), 1u);
    EXPECT_EQ(version(before), 1u);
    EXPECT_EQ(version(upgrade), 2u);
    EXPECT_EQ(version(after), 2u);
    EXPECT_EQ(version(before), 1u);
    EXPECT_EQ(get(chain->runtime_of(after)).runtime, get(chain->runtime_of(upgrade)).runtime);
    ASSERT_THAT(events.imported, SizeIs(3));
    EXPECT_FALSE(events.imported[0].runtime_changed);
    EXPECT_TRUE(events.imported[1].runtime_changed);
    EXPECT_FALSE(events.imported[2].runtime_changed);
}

TEST_F(ClientTest, WhatACallChangesIsThrownAway) {
    const BuiltBlock built = chain.build(genesis(), {.extrinsic = put_extrinsic("a", "5")});
    Bytes argument = scale::encode(built.block.header);
    scale::append_encoded(argument, built.block.body);
    EXPECT_TRUE(chain->call(genesis(), "Core_execute_block", argument));
    EXPECT_EQ(chain.value_of(genesis(), "a"), "0");
    EXPECT_EQ(chain->call(genesis(), "no_such_method", {}).error().kind, executor::CallError::Kind::kNoSuchMethod);
    const auto unknown = chain->call(Hash256(), "get", {});
    EXPECT_EQ(unknown.error().kind, executor::CallError::Kind::kState);
    EXPECT_THAT(unknown.error().reason, HasSubstr("is not known"));
}

TEST(ClientOptionsTest, WithoutOffchainIndexingBlocksDoNotWriteToTheOffchainDatabase) {
    for (const bool indexing : {true, false}) {
        ClientOptions options;
        options.database.offchain_indexing = indexing;
        TestChain chain(options);
        chain.add(chain->genesis().hash, {.extrinsic = put_extrinsic("z", "7")});
        EXPECT_EQ(chain->offchain_storage().get(as_bytes("z"))->has_value(), indexing);
        EXPECT_EQ(chain.value_of(chain->best().hash, "z"), "7");
    }
}

TEST_F(ClientTest, SmallRecordsAreKeptAndRemoved) {
    EXPECT_EQ(get(chain->find_aux(as_bytes("x"))), std::nullopt);
    ASSERT_TRUE(chain->put_aux({{to_bytes(as_bytes("x")), Bytes{1}}, {to_bytes(as_bytes("y")), Bytes{2}}}));
    ASSERT_TRUE(chain->put_aux({{to_bytes(as_bytes("x")), std::nullopt}}));
    EXPECT_EQ(get(chain->find_aux(as_bytes("x"))), std::nullopt);
    EXPECT_EQ(get(chain->find_aux(as_bytes("y"))), Bytes{2});
}

/// Refuses the block that the test names, and finalizes by the justification "good".
class Gadget final : public FinalityGadget {
  public:
    Result<GadgetVerdict, ChainError> check_block(const BlockId& id, const primitives::Header&) override {
        if (refuses) return GadgetVerdict{.refusal = Refusal{RefusalReason::kBadAuthorityChange, "the gadget says no"}};
        return GadgetVerdict{.aux = {{scale::encode(id.number), Bytes{1}}},
                             .needs_justification = id.number == enacting};
    }
    Result<GadgetVerdict, ChainError> check_justification(const BlockId&, BytesView justification) override {
        if (as_text(justification) != "good")
            return GadgetVerdict{.refusal = Refusal{RefusalReason::kTooFewVotes, "not enough signatures"}};
        return GadgetVerdict{.aux = {{{7}, Bytes{7}}}};
    }
    Result<bool, ChainError> needs_justification(const BlockId& id) override { return id.number == enacting; }
    bool refuses = false;
    uint32_t enacting = 0;  ///< the number of the block that enacts a change
};

TEST_F(ClientTest, TheGadgetSeesBlocksBeforeTheyAreKeptAndTheirJustificationsAfter) {
    Gadget gadget;
    chain->set_gadget(&gadget);
    RecordedEvents events(*chain);
    gadget.refuses = true;
    EXPECT_THAT(chain.import(chain.build(genesis()).block).refusal,
                IsRefused(RefusalReason::kBadAuthorityChange, "the gadget says no"));
    gadget.refuses = false;
    const Hash256 first = chain.add(genesis());
    EXPECT_EQ(get(chain->find_aux(scale::encode(uint32_t{1}))), Bytes{1});
    const auto import_with = [&](const Hash256& parent, std::string_view justification) {
        const primitives::Justifications all = {{kGrandpaEngine, to_bytes(as_bytes(justification))},
                                                {kProofEngine, {1}}};
        return get(chain->import({chain.build(parent).block, all}, BlockOrigin::kNetworkInitialSync));
    };
    const ImportOutcome bad = import_with(first, "bad");
    EXPECT_EQ(bad.kind, Kind::kImported);
    EXPECT_THAT(bad.bad_justification, IsRefused(RefusalReason::kTooFewVotes, "not enough"));
    EXPECT_EQ(get(chain->find_justifications(bad.block.hash)), std::nullopt);
    const ImportOutcome good = import_with(bad.block.hash, "good");
    EXPECT_EQ(good.bad_justification, std::nullopt);
    EXPECT_EQ(get(chain->find_justifications(good.block.hash)),
              (primitives::Justifications{{kGrandpaEngine, to_bytes(as_bytes("good"))}}));
    EXPECT_EQ(chain->finalized(), good.block);
    EXPECT_EQ(get(chain->find_aux(Bytes{7})), Bytes{7});
    EXPECT_THAT(events.order, ElementsAre("imported 1", "imported 2", "imported 3", "finalized 3"));
    chain->set_gadget(nullptr);
}

TEST_F(ClientTest, AListenerThatLeavesHearsNothing) {
    struct Leaving : ClientListener {
        explicit Leaving(Client& client) : client(&client) {}
        void on_imported(const ImportedBlock&) override {
            ++events;
            client->remove_listener(this);
        }
        Client* client;
        int events = 0;
    } leaving(*chain);
    chain->add_listener(&leaving);
    RecordedEvents after(*chain);
    chain.add_many(genesis(), 2);
    EXPECT_EQ(leaving.events, 1);
    EXPECT_THAT(after.imported, SizeIs(2));
}

// Run it under the tsan preset too.
TEST_F(ClientTest, ReadersSeeAWholeChainWhileItGrows) {
    std::atomic<bool> ended = false;
    const auto read = [&] {
        while (!ended) {
            const BlockId best_now = chain->best();
            const BlockId final_now = chain->finalized();
            const auto above = chain->is_ancestor(final_now.hash, best_now.hash);
            // Only what lost against a finalized block may be gone.
            EXPECT_TRUE(above ? true : above.error().kind == ChainError::Kind::kUnknown);
            const auto route = chain->route(final_now.hash, best_now.hash);
            if (route) EXPECT_EQ(route->retracted.size() + best_now.number, final_now.number + route->enacted.size());
            EXPECT_NE(chain.value_of(final_now.hash, "a"), "nothing");
            EXPECT_TRUE(chain->hashes_at(best_now.number));
            EXPECT_TRUE(chain->best_containing(final_now.hash));
            for (const BlockId& leaf : chain->leaves()) EXPECT_TRUE(chain->find_header(leaf.hash));
            EXPECT_TRUE(chain->find_aux(as_bytes("x")));
            EXPECT_FALSE(chain->memory_usage().empty());
        }
    };
    std::vector<std::thread> readers;
    for (int i = 0; i < 2; ++i) readers.emplace_back(read);
    for (int i = 0; i < 25; ++i) {
        const Hash256 parent = best();
        const Hash256 next = chain.add(parent, {.extrinsic = put_extrinsic("a", std::to_string(i)), .weight = 2});
        chain.add(parent, {.extrinsic = put_extrinsic("b", std::to_string(i)), .weight = 1});
        EXPECT_TRUE(chain->put_aux({{to_bytes(as_bytes("x")), Bytes{uint8_t(i)}}}));
        if (i % 3 == 0) EXPECT_TRUE(get(chain->finalize(next, std::nullopt)));
    }
    ended = true;
    for (auto& reader : readers) reader.join();
}

// With and without their bodies.
TEST(ClientPruning, AnArchiveOfStatesKeepsThoseOfForksThatLost) {
    for (const auto mode : {Pruning::Mode::kArchive, Pruning::Mode::kArchiveCanonical}) {
        const test::TemporaryFolder folder;
        ClientOptions options;
        options.database.folder = folder.path();
        options.database.state_pruning = Pruning{Pruning::Mode::kArchive, 0};
        options.database.blocks_pruning = {mode, 0};
        TestChain chain(options);
        const auto main = chain.add_many(chain->genesis().hash, 3, {.weight = 2});
        const auto lost = chain.add_many(main[0], 2, {.extrinsic = put_extrinsic("b", "1"), .weight = 1});
        const BuiltBlock child = chain.build(lost[1]);
        EXPECT_TRUE(TestChain::get(chain->finalize(main[2], std::nullopt)));
        const auto main_end = chain.add_many(main[2], 2, {.extrinsic = put_extrinsic("b", "2")}).back();
        EXPECT_TRUE(TestChain::get(chain->finalize(main_end, std::nullopt)));
        for (int opened = 0; opened < 2; ++opened) {
            for (const Hash256& hash : lost) {
                EXPECT_TRUE(chain->has_state(hash));
                EXPECT_EQ(chain.value_of(hash, "b"), "1");
                EXPECT_NE(TestChain::get(chain->find_header(hash)), nullptr);
                EXPECT_EQ(TestChain::get(chain->find_body(hash)).has_value(), mode == Pruning::Mode::kArchive);
            }
            EXPECT_EQ(chain.value_of(main_end, "b"), "2");
            EXPECT_THAT(chain.import(child.block).refusal, IsRefused(RefusalReason::kNotAboveFinalized, ""));
            EXPECT_THAT(hashes(chain->leaves()), ElementsAre(main_end));
            chain.reopen();
        }
    }
}

TEST(ClientPruning, AnArchiveOfTheFinalChainForgetsForksThatLost) {
    ClientOptions options;
    options.database.state_pruning = Pruning{Pruning::Mode::kArchiveCanonical, 0};
    TestChain chain(options);
    const auto main = chain.add_many(chain->genesis().hash, 3, {.weight = 2});
    const Hash256 lost = chain.add(main[0], {.extrinsic = put_extrinsic("b", "1"), .weight = 1});
    EXPECT_TRUE(TestChain::get(chain->finalize(main[2], std::nullopt)));
    EXPECT_FALSE(chain->has_state(lost));
    EXPECT_TRUE(chain->has_state(main[0]));
}

TEST(ClientPruning, AnArchiveOfAllBlocksKeepsThoseThatLost) {
    ClientOptions options;
    options.database.blocks_pruning = {Pruning::Mode::kArchive, 0};
    TestChain chain(options);
    const auto main = chain.add_many(chain->genesis().hash, 3, {.weight = 2});
    const auto lost = chain.add_many(main[0], 2, {.extrinsic = put_extrinsic("b", "1"), .weight = 1});
    const BuiltBlock child = chain.build(lost[1]);
    RecordedEvents events(*chain);
    EXPECT_TRUE(TestChain::get(chain->finalize(main[1], std::nullopt)));
    EXPECT_THAT(events.finalized.at(0).pruned, UnorderedElementsAre(lost[0], lost[1]));
    EXPECT_TRUE(TestChain::get(chain->find_body(lost[1])));
    EXPECT_FALSE(chain->has_state(lost[1]));
    EXPECT_EQ(chain->state_of(lost[1]).error().kind, ChainError::Kind::kState);
    EXPECT_EQ(TestChain::get(chain->best_containing(lost[0])), std::nullopt);
    EXPECT_FALSE(TestChain::get(chain->finalize(lost[1], std::nullopt)));
    EXPECT_THAT(chain.import(child.block).refusal,
                IsRefused(RefusalReason::kNotAboveFinalized, "not on top of the last finalized block"));
    EXPECT_THAT(hashes(chain->leaves()), ElementsAre(main[2]));
}

TEST(ClientPruning, OldBodiesAndStatesGoButHeadersAndJustificationsStay) {
    ClientOptions options;
    options.database.blocks_pruning = {Pruning::Mode::kLast, 2};
    options.database.state_pruning = Pruning{Pruning::Mode::kLast, 1};
    TestChain chain(options);
    const auto main = chain.add_many(chain->genesis().hash, 6);
    for (const Hash256& block : main) EXPECT_TRUE(*chain->finalize(block, Justification{kGrandpaEngine, {1}}));
    for (size_t i = 0; i < main.size(); ++i) {
        EXPECT_NE(TestChain::get(chain->find_header(main[i])), nullptr);
        EXPECT_TRUE(TestChain::get(chain->find_justifications(main[i])));
        EXPECT_EQ(TestChain::get(chain->find_body(main[i])).has_value(), i >= 4) << i;
        EXPECT_EQ(chain->has_state(main[i]), i >= 4) << i;
    }
    EXPECT_EQ(chain->state_of(main[0]).error().kind, ChainError::Kind::kState);
    EXPECT_THAT(chain->state_of(main[0]).error().reason, HasSubstr("--state-pruning 1"));
}

// Without finality states do not pile up; blocks whose states count as final can still become final.
TEST(ClientPruning, AStateThatWasSettledCanBecomeFinal) {
    ClientOptions options;
    options.database.canonical_depth = 4;
    TestChain chain(options);
    const Hash256 fork = chain.add(chain->genesis().hash, {.extrinsic = put_extrinsic("b", "1"), .weight = 0});
    const auto main = chain.add_many(chain->genesis().hash, 30, {.weight = 1});
    EXPECT_EQ(chain->finalized().number, 0u);
    EXPECT_EQ(TestChain::get(chain->find_header(fork)), nullptr);
    EXPECT_THAT(hashes(chain->leaves()), ElementsAre(main[29]));
    const BuiltBlock late = chain.build(main[2], {.extrinsic = put_extrinsic("b", "1"), .weight = 99});
    EXPECT_THAT(chain.import(late.block).refusal, IsRefused(RefusalReason::kBranchTooOld, "it comes too late"));
    RecordedEvents events(*chain);
    EXPECT_TRUE(TestChain::get(chain->finalize(main[3], std::nullopt)));
    EXPECT_TRUE(TestChain::get(chain->finalize(main[27], std::nullopt)));
    ASSERT_THAT(events.finalized, SizeIs(2));
    EXPECT_THAT(events.finalized[1].blocks, SizeIs(24));
    EXPECT_EQ(chain.value_of(main[5], "a"), "1");
}

TEST(ClientOnDisk, ARestartKeepsAll) {
    const test::TemporaryFolder folder;
    ClientOptions options;
    options.database.folder = folder.path();
    TestChain chain(options);
    const auto main = chain.add_many(chain->genesis().hash, 5, {.weight = 2});
    const Hash256 fork = chain.add(main[2], {.extrinsic = put_extrinsic("b", "1"), .weight = 1});
    EXPECT_TRUE(TestChain::get(chain->finalize(main[1], Justification{kGrandpaEngine, {1}}, {{{1}, Bytes{2}}})));
    const auto leaves = chain->leaves();
    chain.reopen();
    EXPECT_EQ(chain->best(), (BlockId{main[4], 5}));
    EXPECT_EQ(chain->finalized(), (BlockId{main[1], 2}));
    EXPECT_EQ(chain->leaves(), leaves);
    EXPECT_THAT(hashes(leaves), ElementsAre(main[4], fork));
    EXPECT_EQ(TestChain::get(chain->find_aux(Bytes{1})), Bytes{2});
    EXPECT_TRUE(TestChain::get(chain->find_justifications(main[1])));
    EXPECT_EQ(chain.value_of(fork, "b"), "1");
    chain.add(fork);
}

}  // namespace
}  // namespace serinus::chain
