// Forks of chains with real runtimes: their blocks are made without the keys of the chain.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "authorship/demand_sealing.hpp"
#include "chain/client/client.hpp"
#include "consensus/open_client.hpp"
#include "fork/fork_client.hpp"
#include "fork/messages/chain_messages.hpp"
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

/// The blocks of a client below a number, in the place of another node's.
class ClientOlder final : public chain::OlderBlocks {
  public:
    ClientOlder(Client& client, uint32_t end) : client_(&client), end_(end) {}
    Read<std::shared_ptr<const primitives::Header>> header(const Hash256& block) override {
        auto found = client_->find_header(block);
        if (found && *found != nullptr && (*found)->number >= end_) return std::shared_ptr<const primitives::Header>();
        return found;
    }
    Read<std::optional<primitives::Body>> body(const Hash256& block) override { return client_->find_body(block); }
    Read<std::vector<std::optional<Hash256>>> hashes(std::span<const uint32_t> numbers) override {
        std::vector<std::optional<Hash256>> out;
        for (const uint32_t number : numbers) {
            out.push_back(number < end_ ? TRY(client_->find_hash(number)) : std::nullopt);
        }
        return out;
    }
    Read<std::unique_ptr<state::BlockState>> state(const Hash256& block) override {
        if (TRY(header(block)) == nullptr) return std::unique_ptr<state::BlockState>();
        return client_->state_of(block);
    }
    bool is_at_hand(const Hash256&) override { return false; }
    bool is_at_hand(uint32_t) override { return false; }

  private:
    Client* client_;
    uint32_t end_;
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
        use({.finalize_each = true, .may_repeat_slots = true, .follows_clock = false}, time);
    }
    void use(authorship::DemandSealerOptions options, platform::Scheduler& time) {
        auto made = authorship::DemandSealer::make(*client, author, *engine, time, options);
        SERINUS_ASSERT(made.has_value());
        sealer = *std::move(made);
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

    uint64_t now_ms() { return *scale::decode<uint64_t>(*value(metadata::item_prefix("Timestamp", "Now"))); }

    NoPool queue;
    std::unique_ptr<Client> client;
    std::unique_ptr<authorship::SlotEngine> engine;
    authorship::Author author;
    std::unique_ptr<authorship::DemandSealer> sealer;
};

/// What the listeners of a client hear of its head.
class Heads final : public chain::ClientListener {
  public:
    explicit Heads(Client& client) : client_(&client) { client.add_listener(this); }
    ~Heads() override { client_->remove_listener(this); }
    void on_imported(const chain::ImportedBlock& block) override {
        if (block.is_new_best) best.push_back(block.id.hash);
    }
    void on_finalized(const chain::FinalizedBlocks& blocks) override {
        for (const auto& block : blocks.blocks) final.push_back(block.hash);
    }
    void on_best_changed(const chain::BestChanged& change) override {
        EXPECT_TRUE(change.is_set);
        best.push_back(change.best.hash);
        if (change.finalized) final.push_back(change.finalized->hash);
    }
    std::vector<Hash256> best, final;

  private:
    Client* client_;
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
        chain::ClientOptions options;
        options.older = std::make_shared<ClientOlder>(of, best.number);
        auto client = open_client(out, options);
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

TEST_P(OnRealChain, BlocksBeforeTheForkAreThoseOfItsOrigin) {
    const auto first = fork_of(*living);
    for (int i = 0; i < 4; ++i) ASSERT_TRUE(first->seal());
    const auto fork = fork_of(*first->client);
    ASSERT_TRUE(fork->seal());
    Client& client = *fork->client;
    const std::vector<uint32_t> numbers = {0, 2, 3, 4, 5, 6};
    const auto hashes = client.look_up_hashes(numbers);
    ASSERT_TRUE(hashes);
    EXPECT_FALSE(hashes->back()) << "nobody has made it";
    for (size_t i = 0; i < 4; ++i) {
        const Hash256 hash = *(*hashes)[i];
        EXPECT_EQ(*first->client->find_hash(numbers[i]), hash);
        EXPECT_EQ(**client.look_up_header(hash), **first->client->find_header(hash));
        EXPECT_EQ(*client.look_up_body(hash), *first->client->find_body(hash));
        EXPECT_TRUE(client.has_or_finds_state(hash));
        EXPECT_EQ((*client.state_of(hash))->root(), (*first->client->state_of(hash))->root());
        for (const char* method : {"Core_version", "Metadata_metadata"}) {
            const auto answer = client.call(hash, method, {});
            ASSERT_TRUE(answer) << answer.error().reason;
            EXPECT_EQ(*answer, *first->client->call(hash, method, {}));
        }
    }
    // They are not those of the chain that the node builds on.
    const Hash256 older = *(*hashes)[1];
    EXPECT_EQ(*client.find_header(older), nullptr);
    EXPECT_EQ(*client.find_hash(2), std::nullopt);
    EXPECT_FALSE(client.has_state(older));
    EXPECT_FALSE(client.is_at_hand(older));
    EXPECT_TRUE(client.is_at_hand(*(*hashes)[3]));
    // What the origin does later is not of the fork.
    ASSERT_TRUE(first->seal()) << "the same block as the fork has made";
    const auto later = first->seal();
    ASSERT_TRUE(later);
    EXPECT_EQ(*client.look_up_header(later->block.hash), nullptr);
    EXPECT_FALSE(client.state_of(later->block.hash));
    EXPECT_FALSE(client.call(later->block.hash, "Core_version", {}));
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

// The runtime traps if a hash over the messages is not that of the relay chain's proof.
TEST_P(OnAssetHub, MessagesComeWithTheHashesThatContinueThoseOfTheState) {
    const auto fork = fork_of(*living);
    const auto key = [](const char* name) { return metadata::item_prefix("ParachainSystem", name); };
    const auto seal = [&](chain::GivenMessages messages) {
        const auto made =
            fork->seal({.transactions = {}, .timestamp_ms = {}, .changes = {}, .messages = std::move(messages)});
        EXPECT_TRUE(made) << made.error().reason;
    };
    const auto last_number = [&] { return *scale::decode<uint32_t>(*fork->value(key("LastRelayChainBlockNumber"))); };
    ASSERT_TRUE(fork->seal());
    const Bytes trap = {3, 4, 25, 4};  // XCM of version 3: Trap(1)
    Hash256 head{};
    const auto expect_head = [&](uint32_t sent_at) {
        head = extend_queue_head(head, sent_at, trap);
        EXPECT_EQ(fork->value(key("LastDmqMqcHead")), scale::encode(head));
    };
    const uint32_t first = last_number();
    seal({.downward = {{{first + 50, trap}}}});
    expect_head(first + 50);
    seal({.downward = {{{7, trap}}}});
    expect_head(first + 2 + 1);
    // Newer runtimes know the last message that they have seen.
    const Bytes handled = concat(scale::encode(uint32_t{1'000'000}), scale::encode(uint32_t{0}));
    ASSERT_TRUE(fork->seal({.transactions = {},
                            .timestamp_ms = {},
                            .changes = {.top = {{key("LastProcessedDownwardMessage"), handled}}, .children = {}}}));
    seal({.downward = {{{7, trap}}}});
    expect_head(1'000'001);

    // One message of a channel in a block of the relay chain: five of one sender take five of its blocks.
    const uint32_t before = last_number();
    seal({.horizontal = {{{3000, std::vector<chain::GivenMessages::Inbound>(5, {1, {0}})}, {7, {{1, {0}}}}, {9, {}}}}});
    EXPECT_EQ(last_number(), before + 5);
    const auto heads = scale::decode<std::map<uint32_t, Hash256>>(*fork->value(key("LastHrmpMqcHeads")));
    ASSERT_TRUE(heads);
    Hash256 channel{};
    for (uint32_t i = 1; i <= 5; ++i) channel = extend_queue_head(channel, before + i, Bytes{0});
    EXPECT_EQ(*heads, (std::map<uint32_t, Hash256>{
                          {7, extend_queue_head({}, before + 1, Bytes{0})}, {9, Hash256{}}, {3000, channel}}));
    for (uint32_t i = 0; i < 3; ++i) seal({.downward = {{{i, trap}}}, .horizontal = {{{3000, {{1, {0}}}}}}});
    ASSERT_TRUE(fork->seal());
    // A fork of this one goes on from what the state remembers.
    const auto second = fork_of(*fork->client);
    const auto made = second->seal({.transactions = {},
                                    .timestamp_ms = {},
                                    .changes = {},
                                    .messages = {.downward = {{{1, trap}}}, .horizontal = {{{7, {{1, {0}}}}}}}});
    EXPECT_TRUE(made) << made.error().reason;
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

/// A fork that begins at block 12, which is one of a fork itself.
class OnLaterBlock : public OnRealChain {
  protected:
    static constexpr uint32_t kBase = 12;

    void SetUp() override {
        OnRealChain::SetUp();
        if (IsSkipped()) return;
        first = fork_of(*living);
        for (uint32_t i = 0; i < kBase; ++i) ASSERT_TRUE(first->seal());
        fork = fork_of(*first->client);
        base = fork->client->best();
        ASSERT_EQ(base.number, kBase);
    }
    chain::BlockId sealed(DevelopmentBlock block = {}) {
        const auto made = fork->seal(std::move(block));
        EXPECT_TRUE(made) << made.error().reason;
        return made ? made->block : chain::BlockId();
    }
    bool set_head(const Hash256& block) {
        const auto done = fork->sealer->set_head(block);
        EXPECT_TRUE(done) << done.error().reason;
        return done && *done;
    }

    std::unique_ptr<Authoring> first, fork;
    chain::BlockId base;
};
INSTANTIATE_TEST_SUITE_P(Real, OnLaterBlock,
                         testing::Values("kusama-local-1000000.json", "asset-hub-kusama-local-1000000.json"),
                         [](const auto& info) { return std::string(info.param).substr(0, 5); });

// What suites do before each of their tests.
TEST_P(OnLaterBlock, TheHeadIsSetToTheBaseFiftyTimesWithOneEventEach) {
    Heads heads(*fork->client);
    std::vector<Hash256> best, final;
    EXPECT_FALSE(set_head(base.hash)) << "it is the head";
    for (int i = 0; i < 50; ++i) {
        const auto block = sealed();
        EXPECT_EQ(block.number, kBase + 1);
        EXPECT_EQ(fork->client->finalized(), block);
        EXPECT_TRUE(set_head(base.hash));
        EXPECT_EQ(fork->client->best(), base);
        EXPECT_EQ(fork->client->finalized(), base) << "finality is taken back";
        EXPECT_EQ(*fork->client->find_hash(kBase + 1), std::nullopt);
        best.insert(best.end(), {block.hash, base.hash});
        final.insert(final.end(), {block.hash, base.hash});
    }
    EXPECT_EQ(heads.best, best);
    EXPECT_EQ(heads.final, final);
}

TEST_P(OnLaterBlock, AnyBlockOfAnyBranchMayBeTheHead) {
    std::vector<chain::BlockId> left, right;
    for (int i = 0; i < 3; ++i) left.push_back(sealed());
    EXPECT_TRUE(set_head(left[0].hash));
    for (uint64_t i = 0; i < 2; ++i) {
        right.push_back(sealed({.timestamp_ms = fork->now_ms() + 60'000 * (i + 1)}));
    }
    for (const auto& block : {left[2], right[0], base, left[1], right[1]}) {
        EXPECT_TRUE(set_head(block.hash));
        EXPECT_EQ(fork->client->best(), block);
        EXPECT_EQ(fork->client->finalized(), block);
        EXPECT_EQ(*fork->client->find_hash(block.number), block.hash);
        EXPECT_EQ(*fork->client->find_hash(block.number + 1), std::nullopt);
    }
    // A block beside the best one stays beside it, however long its branch is.
    const auto next = sealed();
    EXPECT_EQ((**fork->client->find_header(next.hash)).parent_hash, right[1].hash);
    EXPECT_EQ(fork->client->best(), next);
    const auto unknown = fork->sealer->set_head(Hash256{{9}});
    ASSERT_FALSE(unknown);
    EXPECT_FALSE(fork->sealer->set_head(living->genesis().hash)) << "it is before the fork";
    EXPECT_EQ(fork->client->best(), next) << "an error changes nothing";
    EXPECT_EQ(fork->client->finalized(), next);
}

// The same parent, time and content make the same block.
TEST_P(OnLaterBlock, ABlockThatIsMadeAgainIsTheHeadAgain) {
    const Bytes key = {7, 7};
    const DevelopmentBlock wanted{
        .transactions = {}, .timestamp_ms = {}, .changes = {.top = {{key, Bytes{1}}}, .children = {}}};
    const auto once = sealed(wanted);
    const auto above = sealed();
    EXPECT_TRUE(set_head(base.hash));
    EXPECT_EQ(fork->value(key), std::nullopt);
    Heads heads(*fork->client);
    EXPECT_EQ(sealed(wanted), once);
    EXPECT_EQ(fork->client->best(), once);
    EXPECT_EQ(fork->client->finalized(), once);
    EXPECT_EQ(fork->value(key), Bytes{1});
    EXPECT_EQ(heads.best, std::vector{once.hash});
    EXPECT_EQ(heads.final, std::vector{once.hash});
    EXPECT_EQ(fork->client->leaves(), std::vector{above}) << "what was above it is still there";
}

TEST_P(OnLaterBlock, ABlockHasTheTimeOfItsParentAndOneSlot) {
    const uint64_t slot_ms = fork->engine->slot_duration_ms();
    const uint64_t at_base = fork->now_ms();
    time.run_until_ms(time.now_ms() + 3'600'000);  // an hour of the clock
    sealed();
    EXPECT_EQ(fork->now_ms(), at_base + slot_ms);
    constexpr uint64_t kIn2030 = 1'900'000'000'000;
    const auto later = sealed({.timestamp_ms = kIn2030});
    EXPECT_EQ(fork->now_ms(), kIn2030);
    EXPECT_TRUE(set_head(base.hash));
    EXPECT_EQ(fork->client->finalized(), base);
    sealed();
    EXPECT_EQ(fork->now_ms(), at_base + slot_ms) << "not the time of the branch that was left";
    sealed({.timestamp_ms = kIn2030 - 365 * uint64_t{86'400'000}});
    EXPECT_EQ(fork->now_ms(), kIn2030 - 365 * uint64_t{86'400'000}) << "before a time that another branch has";
    EXPECT_TRUE(set_head(later.hash));
    sealed();
    EXPECT_EQ(fork->now_ms(), kIn2030 + slot_ms);
}

TEST_P(OnLaterBlock, TheClockMayBeFollowed) {
    fork->use({.finalize_each = true, .may_repeat_slots = true, .follows_clock = true}, *scheduler);
    time.run_until_ms(time.now_ms() + 3'600'000);
    const uint64_t slot_ms = fork->engine->slot_duration_ms();
    sealed();
    EXPECT_EQ(fork->now_ms(), kNow + 3'600'000);
    sealed();
    EXPECT_EQ(fork->now_ms() / slot_ms, (kNow + 3'600'000) / slot_ms + 1) << "each block has a slot";
    EXPECT_TRUE(set_head(base.hash));
    sealed();
    EXPECT_EQ(fork->now_ms(), kNow + 3'600'000);
}

// Nothing is final before it is said, however long the chain is, and dev_setHead takes back what was.
TEST_P(OnLaterBlock, FinalityByHandIsTakenBackToTheCommonBlock) {
    fork->use({.finalize_each = false, .may_repeat_slots = true, .follows_clock = false}, *scheduler);
    std::vector<chain::BlockId> blocks;
    for (int i = 0; i < 4; ++i) blocks.push_back(sealed());
    EXPECT_EQ(fork->client->finalized(), base);
    ASSERT_TRUE(*fork->sealer->finalize(blocks[2].hash, std::nullopt));
    Heads heads(*fork->client);
    EXPECT_TRUE(set_head(blocks[3].hash) || fork->client->best() == blocks[3]);
    EXPECT_EQ(fork->client->finalized(), blocks[2]) << "it is above";
    EXPECT_TRUE(set_head(blocks[1].hash));
    EXPECT_EQ(fork->client->finalized(), blocks[1]);
    EXPECT_EQ(heads.final, std::vector{blocks[1].hash});
    EXPECT_TRUE(set_head(blocks[3].hash));
    EXPECT_EQ(fork->client->finalized(), blocks[1]);
    EXPECT_TRUE(fork->client->has_state(blocks[2].hash));
}

}  // namespace
}  // namespace serinus::fork
