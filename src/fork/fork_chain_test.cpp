// Forks of chains with real runtimes: their blocks are made without the keys of the chain.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "authorship/demand_sealing.hpp"
#include "chain/client/client.hpp"
#include "consensus/open_client.hpp"
#include "fork/fork_client.hpp"
#include "fork/parachain_inherent.hpp"
#include "metadata/metadata.hpp"
#include "platform/virtual_scheduler.hpp"
#include "tests/support/data.hpp"

namespace serinus::fork {
namespace {

using authorship::DevelopmentBlock;
using authorship::SealRequest;
using chain::Client;
using state::Area;
using state::StateError;
using testing::HasSubstr;

constexpr uint64_t kNow = 1'760'000'000'000;  // in 2025

/// The state of a client's block, in the place of another node's.
class ClientOrigin final : public state::Origin {
  public:
    ClientOrigin(Client& client, const Hash256& block) : client_(&client), block_(block) {}
    Hash256 root() const override { return (*client_->find_header(block_))->state_root; }
    Hash256 block() const override { return block_; }
    Result<std::optional<Bytes>, StateError> get(Area area, BytesView key) override {
        ++reads;
        const auto state = open();
        TRY_ASSIGN(const auto value, state->get(area, key));
        return value ? std::optional(to_bytes(*value)) : std::nullopt;
    }
    Result<std::optional<Bytes>, StateError> next_key(Area area, BytesView key) override {
        return open()->next_key(area, key);
    }
    size_t reads = 0;

  private:
    std::unique_ptr<state::BlockState> open() {
        auto state = client_->state_of(block_);
        SERINUS_ASSERT(state.has_value());
        return *std::move(state);
    }
    Client* client_;
    Hash256 block_;
};

class NoPool final : public authorship::TransactionQueue {
  public:
    void when_ready(const Hash256&, uint64_t, ReadyCallback callback) override { callback({}); }
    void remove(const std::vector<Hash256>&, const std::string&) override {}
};

/// A client that authors on demand.
struct Authoring {
    Authoring(std::unique_ptr<Client> opened, std::unique_ptr<authorship::SlotEngine> made, platform::Scheduler& time)
        : client(std::move(opened)),
          engine(std::move(made)),
          author(*client, queue, *engine, time, {.inherents = make_inherents(*client)}) {
        auto made_sealer = authorship::DemandSealer::make(*client, author, *engine, time, {.finalize_each = true});
        SERINUS_ASSERT(made_sealer.has_value());
        sealer = *std::move(made_sealer);
    }
    authorship::DemandSealer::Outcome seal(DevelopmentBlock block = {}) {
        std::optional<authorship::DemandSealer::Outcome> out;
        SealRequest request{.development = std::make_shared<const DevelopmentBlock>(std::move(block))};
        sealer->seal(request, [&](authorship::DemandSealer::Outcome outcome) { out = std::move(outcome); });
        return *std::move(out);
    }
    std::optional<Bytes> value(const Bytes& key) {
        const auto state = *client->state_of(client->best().hash);
        const auto found = *state->get(Area::top(), key);
        return found ? std::optional(to_bytes(*found)) : std::nullopt;
    }

    NoPool queue;
    std::unique_ptr<Client> client;
    std::unique_ptr<authorship::SlotEngine> engine;
    authorship::Author author;
    std::unique_ptr<authorship::DemandSealer> sealer;
};

class OnRealChain : public testing::TestWithParam<const char*> {
  protected:
    void SetUp() override {
        const auto path = test::shared_data(std::string("genesis/") + GetParam());
        if (!path) GTEST_SKIP() << test::kNoSharedData;
        auto spec = chain::read_chain_spec_file(*path);
        ASSERT_TRUE(spec);
        auto client = consensus::open_client(*std::move(spec), {});
        ASSERT_TRUE(client);
        living = *std::move(client);
    }

    /// Of the best block of `of`.
    std::unique_ptr<Authoring> fork_of(Client& of) {
        Fork out;
        const auto best = of.best();
        out.facts.genesis = **of.find_header(of.genesis().hash);
        out.facts.genesis_hash = of.genesis().hash;
        out.facts.header = **of.find_header(best.hash);
        out.facts.hash = best.hash;
        out.facts.body = **of.find_body(best.hash);
        out.origin = origin = std::make_shared<ClientOrigin>(of, best.hash);
        auto client = open_client(out, {});
        EXPECT_TRUE(client) << client.error();
        auto engine = make_engine(**client);
        EXPECT_TRUE(engine) << engine.error();
        return std::make_unique<Authoring>(*std::move(client), *std::move(engine), *scheduler);
    }

    std::unique_ptr<Client> living;
    std::shared_ptr<ClientOrigin> origin;
    platform::VirtualTime time{1, kNow};
    std::unique_ptr<platform::Scheduler> scheduler = time.make_scheduler({});
};

INSTANTIATE_TEST_SUITE_P(Real, OnRealChain,
                         testing::Values("kusama-local-1000000.json", "rococo-dev-1014000.json",
                                         "asset-hub-kusama-local-1000000.json"),
                         [](const auto& info) { return std::string(info.param).substr(0, 5); });

TEST_P(OnRealChain, AForkGoesOnWithoutKeys) {
    const auto fork = fork_of(*living);
    EXPECT_EQ(fork->client->genesis(), living->genesis());
    EXPECT_EQ(fork->client->best(), living->best());
    for (uint32_t number = 1; number <= 3; ++number) {
        const auto made = fork->seal();
        ASSERT_TRUE(made) << made.error().reason;
        EXPECT_EQ(made->block.number, number);
        EXPECT_EQ(fork->client->finalized(), made->block);
    }
    EXPECT_LT(origin->reads, 5'000u) << "the state is not copied";
    EXPECT_EQ(living->best().number, 0u);
}

TEST_P(OnRealChain, TimeGoesForwardByAnHourAndADay) {
    const auto fork = fork_of(*living);
    ASSERT_TRUE(fork->seal());
    for (const uint64_t ahead_ms : {uint64_t{3'600'000}, uint64_t{86'400'000}}) {
        const auto made = fork->seal({.transactions = {}, .timestamp_ms = kNow + ahead_ms, .changes = {}});
        ASSERT_TRUE(made) << made.error().reason;
        ASSERT_TRUE(fork->seal());
    }
    const auto back = fork->seal({.transactions = {}, .timestamp_ms = kNow, .changes = {}});
    ASSERT_FALSE(back);
    EXPECT_THAT(back.error().reason, HasSubstr("time only goes forward"));
}

/// A parachain's blocks carry what its relay chain is said to be.
class OnAssetHub : public OnRealChain {};
INSTANTIATE_TEST_SUITE_P(Real, OnAssetHub, testing::Values("asset-hub-kusama-local-1000000.json"));

TEST_P(OnAssetHub, TheValidationDataOfEachBlockFollowsThatOfTheBlockBefore) {
    const auto fork = fork_of(*living);
    const auto item = [](Authoring& on, const char* name) {
        return on.value(metadata::item_prefix("ParachainSystem", name));
    };
    std::vector<Bytes> numbers, roots;
    for (uint32_t number = 1; number <= 3; ++number) {
        const auto made = fork->seal();
        ASSERT_TRUE(made) << made.error().reason;
        ASSERT_TRUE(item(*fork, "ValidationData"));
        numbers.push_back(*item(*fork, "LastRelayChainBlockNumber"));
        roots.push_back(*item(*fork, "ValidationData"));
    }
    // Two slots of the relay chain are one of the parachain.
    const auto number = [&](size_t i) { return *scale::decode<uint32_t>(numbers[i]); };
    EXPECT_EQ(number(1), number(0) + 2);
    EXPECT_EQ(number(2), number(1) + 2);
    EXPECT_NE(roots[0], roots[1]);
    // What the last block knew of the relay chain stays: here, limits of the fork that a block above it has.
    const auto second = fork_of(*fork->client);
    ASSERT_TRUE(second->seal());
    EXPECT_EQ(item(*second, "HostConfiguration"), item(*fork, "HostConfiguration"));
    EXPECT_EQ(*scale::decode<uint32_t>(*item(*second, "LastRelayChainBlockNumber")), number(2) + 2);
}

// A fork of a block above the genesis, which itself is one of a fork: that is a chain like any other.
TEST_P(OnRealChain, AForkOfALaterBlockHasItsState) {
    const auto first = fork_of(*living);
    ASSERT_TRUE(first->seal());
    ASSERT_TRUE(first->seal(
        {.transactions = {}, .timestamp_ms = {}, .changes = {.top = {{{7, 7}, Bytes{1}}}, .children = {}}}));
    const auto second = fork_of(*first->client);
    EXPECT_EQ(second->client->best(), first->client->best());
    EXPECT_EQ(second->client->genesis(), living->genesis());
    EXPECT_EQ(second->value({7, 7}), Bytes{1});
    EXPECT_FALSE(second->client->has_state(living->genesis().hash));
    const auto made = second->seal(
        {.transactions = {}, .timestamp_ms = {}, .changes = {.top = {{{7, 7}, Bytes{2}}}, .children = {}}});
    ASSERT_TRUE(made) << made.error().reason;
    EXPECT_EQ(made->block.number, 3u);
    EXPECT_EQ(second->value({7, 7}), Bytes{2});
    EXPECT_EQ(first->value({7, 7}), Bytes{1});
}

}  // namespace
}  // namespace serinus::fork
