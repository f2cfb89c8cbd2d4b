// A chain that begins with the state of a later block follows those who began with the genesis, from epoch to epoch.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "authorship/babe_engine.hpp"
#include "authorship/chain_test_support.hpp"
#include "authorship/slots_sealing.hpp"
#include "chain/files/exported_state.hpp"
#include "chain/import/refusal_reason.hpp"
#include "consensus/babe/epoch.hpp"
#include "consensus/grandpa/follow.hpp"
#include "platform/files.hpp"
#include "platform/virtual_scheduler.hpp"
#include "tests/support/data.hpp"

namespace serinus::authorship {
namespace {

namespace babe = consensus::babe;
namespace grandpa = consensus::grandpa;
using chain::Client;
using chain::ImportOutcome;
using test_support::kNow;
using test_support::open;
using Kind = ImportOutcome::Kind;

constexpr Slot kFirstSlot = kNow / 6000;
constexpr Slot kEpochLength = 600;

class EmptyQueue final : public TransactionQueue {
  public:
    void when_ready(const Hash256&, uint64_t, ReadyCallback callback) override { callback({}); }
    void remove(const std::vector<Hash256>&, const std::string&) override {}
};

template <class T>
T get(Result<T, chain::ChainError> result) {
    if (!result) ADD_FAILURE() << result.error().reason;
    SERINUS_ASSERT(result.has_value());
    return *std::move(result);
}

/// A chain of our own runtime over four epochs: three blocks in each, at its begin and 300 slots later.
class BaseTest : public testing::Test {
  protected:
    static void SetUpTestSuite() {
        source_ = open(test::own_chain("dev")).release();
        platform::VirtualTime time{1, kNow};
        const auto scheduler = time.make_scheduler({});
        crypto::NodeKeys keys{*scheduler};
        SERINUS_ASSERT(keys.generate(crypto::key_types::kBabe, crypto::Scheme::kSr25519, "//Alice").has_value());
        const auto engine = make_slot_engine(*source_, keys, *scheduler);
        SERINUS_ASSERT(engine.has_value());
        EmptyQueue queue;
        Author author(*source_, queue, **engine, *scheduler);
        const auto worker = SlotWorker::make(*source_, author, **engine, {});
        SERINUS_ASSERT(worker.has_value());
        for (Slot epoch = 0; epoch < 4; ++epoch) {
            for (const Slot offset : {0, 1, 300}) {
                const Slot slot = kFirstSlot + epoch * kEpochLength + offset;
                std::optional<SlotOutcome> outcome;
                (*worker)->on_slot(slot, slot * 6000, [&](SlotOutcome done) { outcome = done; });
                ASSERT_EQ(outcome, SlotOutcome::kAuthored) << "slot " << offset << " of epoch " << epoch;
            }
        }
    }
    static void TearDownTestSuite() {
        delete source_;
        source_ = nullptr;
    }

    static Hash256 hash(uint32_t number) { return get(source_->find_hash(number)).value(); }
    static primitives::SignedBlock block(uint32_t number) {
        return {{*get(source_->find_header(hash(number))), get(source_->find_body(hash(number))).value()}, {}};
    }
    static chain::BaseBlock base(uint32_t number) {
        auto [header, body] = block(number).block;
        const auto state = get(source_->state_of(hash(number)));
        return {.header = std::move(header), .body = std::move(body), .state = get(chain::export_state(*state))};
    }
    static babe::EpochRecord record(Client& client, uint32_t number) {
        return scale::decode<babe::EpochRecord>(get(client.find_record(hash(number))).value()).value();
    }
    static ImportOutcome import(Client& client, uint32_t number) {
        return get(client.import(block(number), chain::BlockOrigin::kNetworkBroadcast));
    }

    static Client* source_;
};

Client* BaseTest::source_ = nullptr;

// The base is the first block of an epoch, one in its middle, and its last one.
TEST_F(BaseTest, BlocksAfterTheBaseAreImportedAcrossEpochs) {
    ASSERT_EQ(source_->best().number, 12u);
    for (const uint32_t first : {4u, 5u, 6u}) {
        const auto client = open(test::own_chain("dev"));
        ASSERT_EQ(get(client->import_base(base(first))).kind, Kind::kImported);
        EXPECT_EQ(client->finalized(), (chain::BlockId{hash(first), first}));
        for (uint32_t number = first + 1; number <= 12; ++number) {
            const ImportOutcome outcome = import(*client, number);
            ASSERT_EQ(outcome.kind, Kind::kImported) << "after " << first << ": " << outcome.to_string();
            const babe::EpochRecord ours = record(*client, number), theirs = record(*source_, number);
            EXPECT_EQ(ours.current.index, theirs.current.index);
            EXPECT_EQ(ours.current.start_slot, theirs.current.start_slot);
            EXPECT_EQ(ours.current.config, theirs.current.config);
        }
        EXPECT_EQ(client->best(), source_->best());
    }
}

TEST_F(BaseTest, ItsEpochsAreThoseOfTheBlocksBefore) {
    const auto client = open(test::own_chain("dev"));
    ASSERT_EQ(get(client->import_base(base(5))).kind, Kind::kImported);
    const babe::EpochRecord ours = record(*client, 5), theirs = record(*source_, 5);
    EXPECT_EQ(ours.current.index, 1u);
    EXPECT_EQ(ours.current.start_slot, kFirstSlot + kEpochLength);
    EXPECT_EQ(ours.current.config, theirs.current.config);
    EXPECT_EQ(ours.next_config, theirs.next_config);
    babe::AnnouncedEpochs epochs(scale::decode<babe::Configuration>(client->engine_configuration()).value());
    const auto in_client = babe::AnnouncedEpochs::lookup_in(*client);
    const auto in_source = babe::AnnouncedEpochs::lookup_in(*source_);
    for (const auto& [here, there] : {std::pair{ours.current.announced_by, theirs.current.announced_by},
                                      {ours.next_announced_by, theirs.next_announced_by}}) {
        const auto epoch = get(epochs.find(here, in_client)), expected = get(epochs.find(there, in_source));
        EXPECT_EQ(epoch->authorities, expected->authorities);
        EXPECT_EQ(epoch->randomness, expected->randomness);
    }
}

TEST_F(BaseTest, ABadSealAfterTheBaseIsRefused) {
    const auto client = open(test::own_chain("dev"));
    ASSERT_EQ(get(client->import_base(base(5))).kind, Kind::kImported);
    auto bad = block(6);
    std::get<primitives::digest::Seal>(bad.block.header.digest.back()).data[7] ^= 1;
    const auto outcome = get(client->import(bad, chain::BlockOrigin::kNetworkBroadcast));
    EXPECT_EQ(chain::reason_of(outcome.refusal), chain::RefusalReason::kBadSeal) << outcome.to_string();
}

TEST_F(BaseTest, AllOfItIsThereAfterARestart) {
    const std::string folder = testing::TempDir() + "serinus_base";
    ASSERT_TRUE(platform::remove_tree(folder).has_value());
    ASSERT_EQ(get(open(test::own_chain("dev"), folder)->import_base(base(6))).kind, Kind::kImported);
    const auto client = open(test::own_chain("dev"), folder);
    for (uint32_t number = 7; number <= 10; ++number) EXPECT_EQ(import(*client, number).kind, Kind::kImported);
    ASSERT_TRUE(platform::remove_tree(folder).has_value());
}

TEST_F(BaseTest, TheGivenAuthoritiesVoteOnTheBlocksAfterTheBase) {
    platform::VirtualTime time{1, kNow};
    const auto scheduler = time.make_scheduler({});
    const std::string folder = testing::TempDir() + "serinus_base";
    ASSERT_TRUE(platform::remove_tree(folder).has_value());
    const auto check = [&](Client& client, uint64_t set_id, const grandpa::AuthorityList& authorities) {
        const auto follower = get(grandpa::follow(client, *scheduler));
        EXPECT_EQ(follower->sets().set().set_id, set_id);
        EXPECT_EQ(follower->sets().set().current, authorities);
    };
    {
        const auto client = open(test::own_chain("dev"), folder);
        const auto follower = get(grandpa::follow(*client, *scheduler));
        ASSERT_EQ(follower->sets().set_id(), 0u);
        auto first = base(5);
        first.authorities = {.set_id = 41, .authorities = {{{{1}}, 2}, {{{3}}, 4}}};
        ASSERT_EQ(get(client->import_base(std::move(first))).kind, Kind::kImported);
        EXPECT_EQ(follower->sets().set_id(), 41u);
        EXPECT_EQ(follower->sets().set().best_finalized, 5u);
    }
    check(*open(test::own_chain("dev"), folder), 41, {{{{1}}, 2}, {{{3}}, 4}});
    ASSERT_TRUE(platform::remove_tree(folder).has_value());
}

TEST_F(BaseTest, AuthoritiesThatAreNotGivenAreThoseOfTheState) {
    platform::VirtualTime time{1, kNow};
    const auto scheduler = time.make_scheduler({});
    const auto client = open(test::own_chain("dev"));
    const auto follower = get(grandpa::follow(*client, *scheduler));
    const auto genesis = follower->sets().set();
    ASSERT_EQ(get(client->import_base(base(8))).kind, Kind::kImported);
    const auto answer = source_->call(hash(8), "GrandpaApi_current_set_id", {});
    EXPECT_EQ(follower->sets().set_id(), scale::decode<uint64_t>(answer.value()).value());
    EXPECT_EQ(follower->sets().set().best_finalized, 8u);
    EXPECT_EQ(follower->sets().set().current, genesis.current);
    auto none = base(8);
    none.authorities = chain::FinalityAuthorities{.set_id = 2, .authorities = {}};
    const auto other = open(test::own_chain("dev"));
    const auto other_follower = get(grandpa::follow(*other, *scheduler));
    EXPECT_EQ(chain::reason_of(get(other->import_base(std::move(none))).refusal),
              chain::RefusalReason::kBadAuthorityChange);
    EXPECT_EQ(other->best(), other->genesis());
}

}  // namespace
}  // namespace serinus::authorship
