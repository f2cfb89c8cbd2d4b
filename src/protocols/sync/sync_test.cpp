#include "protocols/sync/sync.hpp"

#include <gtest/gtest.h>

#include <deque>

#include "base/hex.hpp"
#include "codec/scale.hpp"
#include "network/link/test_network.hpp"
#include "tests/support/random.hpp"
#include "trie/root_builder.hpp"

namespace serinus::network::sync {
namespace {

using link::test_peer;
using primitives::Header;

Hash256 root_of(const primitives::Body& body, trie::StateVersion version) {
    std::vector<Bytes> encoded;
    for (const auto& extrinsic : body) encoded.push_back(scale::encode(extrinsic));
    return trie::ordered_root(encoded, version);
}

/// A block whose content is its place: `branch` tells apart those of one number.
ReceivedBlock make_block(const Hash256& parent, BlockNumber number, uint64_t branch,
                         const primitives::Body& body = {Bytes{1, 2, 3}}) {
    Header header;
    header.parent_hash = parent;
    header.number = number;
    header.state_root.bytes[0] = static_cast<uint8_t>(branch);
    header.state_root.bytes[1] = static_cast<uint8_t>(branch >> 8);
    header.extrinsics_root = root_of(body, trie::StateVersion::kV0);
    return {primitives::header_hash(header), header, body, std::nullopt};
}

using Chain = std::vector<ReceivedBlock>;  // by number, the genesis first

Chain extend(Chain chain, size_t blocks, uint64_t branch, const primitives::Body& body = {Bytes{1, 2, 3}}) {
    for (size_t i = 0; i < blocks; ++i) {
        chain.push_back(make_block(chain.back().hash, static_cast<BlockNumber>(chain.size()), branch, body));
    }
    return chain;
}
Chain cut(Chain chain, size_t length) {
    chain.resize(length);
    return chain;
}

/// The chain of the node under test: the longest branch is the best.
class TestChain final : public SyncChain {
  public:
    explicit TestChain(const Chain& chain) {
        for (const auto& block : chain) add(block);
    }
    void add(const ReceivedBlock& block) {
        blocks_.emplace(block.hash, block);
        if (blocks_.size() > 1 && block.header.number <= best_.number) return;
        best_ = {block.hash, block.header.number};
        canonical_.resize(best_.number + 1);
        for (Hash256 at = block.hash; canonical_[blocks_.at(at).header.number] != at;) {
            canonical_[blocks_.at(at).header.number] = at;
            at = blocks_.at(at).header.number == 0 ? at : blocks_.at(at).header.parent_hash;
        }
    }
    BlockId best() override { return best_; }
    BlockId finalized() override { return {*hash_at(final_number), final_number}; }
    bool contains(const Hash256& block) override { return blocks_.contains(block); }
    std::optional<Hash256> hash_at(BlockNumber number) override {
        return number < canonical_.size() ? std::optional(canonical_[number]) : std::nullopt;
    }
    void import(std::vector<ReceivedBlock> blocks, const PeerId&, bool is_catching_up) override {
        for (auto& block : blocks) {
            (is_catching_up ? history : news) += 1;
            queue.push_back(std::move(block));
        }
        EXPECT_LE(queue.size(), 2000u);
    }
    size_t import_room() override { return max_queue - std::min(max_queue, queue.size()); }
    size_t max_queue = 2000;

    std::deque<ReceivedBlock> queue;
    size_t history = 0, news = 0;  ///< blocks that were given to the import
    BlockNumber final_number = 0;
    std::map<Hash256, ReceivedBlock> blocks_;
    BlockId best_;
    std::vector<Hash256> canonical_;  ///< by number
};

enum class Nature : uint8_t { kHonest, kSilent, kEmpty, kLiar, kEndless /* its answers never end */ };

struct TestPeer {
    Chain chain;
    Nature nature = Nature::kHonest;

    Bytes answer(const BlockRequest& request, std::mt19937_64& random) const {
        BlockResponseWriter writer;
        std::optional<size_t> at;
        if (const auto* hash = std::get_if<Hash256>(&request.from)) {
            for (size_t i = 0; i < chain.size(); ++i) {
                if (chain[i].hash == *hash) at = i;
            }
        } else {
            at = std::get<BlockNumber>(request.from);
        }
        const size_t most = std::min<size_t>(request.max_blocks, 1 + random() % 64);
        for (size_t i = 0; at && *at < chain.size() && i < most; ++i) {
            ReceivedBlock block = chain[*at];
            if (nature == Nature::kLiar && i == most / 2) block.header.state_root.bytes[9] ^= 1;
            BlockData data{.hash = block.hash, .header = scale::encode(block.header), .body = {}};
            if (request.fields.body) data.body.push_back(scale::encode(block.body[0]));
            writer.add(data);
            // As an honest server does.
            constexpr size_t kMaxAnswer = size_t{8} << 20;
            if (writer.size() >= kMaxAnswer) break;
            if (request.direction == Direction::kAscending) {
                ++*at;
            } else if (*at == 0) {
                break;
            } else {
                --*at;
            }
        }
        return std::move(writer).take();
    }
};

class World final : public Host {
  public:
    World(Chain own, std::vector<TestPeer> peers, uint64_t seed, const SyncOptions& options = {})
        : chain(own), peers_(std::move(peers)), random_(seed), sync(*this, 0, chain, options) {
        for (size_t i = 0; i < peers_.size(); ++i) say_best(i);
    }

    PeerId id(size_t i) const { return test_peer(static_cast<uint8_t>(i + 1)); }
    TestPeer& peer(size_t i) { return peers_[i]; }
    void say_best(size_t i) {
        const auto& best = peers_[i].chain.back();
        sync.on_peer_best(id(i), {best.hash, best.header.number}, now);
    }
    /// One thing happens; false: nothing can but the time.
    bool step() {
        const bool may_import = !chain.queue.empty();
        if (requests_.empty() && !may_import) return false;
        if (may_import && (requests_.empty() || random_() % 3 != 0)) {
            const ReceivedBlock block = chain.queue.front();
            chain.queue.pop_front();
            const BlockId hash{block.hash, block.header.number};
            ImportResult result = ImportResult::kImported;
            if (chain.contains(block.hash)) {
                result = ImportResult::kKnown;
            } else if (!chain.contains(block.header.parent_hash) || bad.contains(block.hash) ||
                       early.contains(block.hash)) {
                result = bad.contains(block.hash) ? ImportResult::kRefused : ImportResult::kNotNow;
            } else {
                chain.add(block);
            }
            sync.on_imported(hash, block.header.parent_hash, result, now);
            return true;
        }
        auto at = requests_.begin();
        std::advance(at, static_cast<ptrdiff_t>(random_() % requests_.size()));
        const auto [request_id, question] = *at;
        const TestPeer& peer = peers_[question.first];
        now += 10;
        if (peer.nature == Nature::kEndless) {
            if (sync.next_timer() && *sync.next_timer() <= now) sync.on_timer(now);
            return true;
        }
        requests_.erase(at);
        if (peer.nature == Nature::kSilent) {
            sync.on_request(link::RequestFailed{request_id, id(question.first), link::RequestError::kTimeout}, now);
        } else if (peer.nature == Nature::kEmpty) {
            sync.on_request(link::ResponseReceived{request_id, id(question.first), {}}, now);
        } else {
            const auto decoded = decode_block_request(question.second);
            EXPECT_TRUE(decoded);
            Bytes answer = peer.answer(*decoded, random_);
            if (decoded->fields.body) bytes_of_bodies += answer.size();
            sync.on_request(link::ResponseReceived{request_id, id(question.first), std::move(answer)}, now);
        }
        for (const PeerId& liar : std::exchange(gone_, {})) sync.on_peer_left(liar, now);
        return true;
    }
    /// Until `is_done`; false: it takes too long.
    bool run_until(const std::function<bool()>& is_done, size_t max_steps = 30'000) {
        for (size_t i = 0; i < max_steps && !is_done(); ++i) {
            EXPECT_LE(sync.blocks_ahead(), SyncOptions().max_blocks_ahead + 64);
            most_held = std::max(most_held, sync.held_bytes());
            if (step()) continue;
            now += 500;
            sync.on_timer(now);
        }
        return is_done();
    }
    bool run_until_best_is(const ReceivedBlock& block) {
        return run_until([&] { return chain.best().hash == block.hash; });
    }

    // Host
    link::Notifications& notifications() noexcept override { std::abort(); }
    link::Substreams& substreams() noexcept override { std::abort(); }
    std::optional<link::RequestId> request(Module&, const PeerId& peer, link::ProtocolIndex, BytesView content,
                                           Millis) override {
        // A reference node would ban this one.
        const size_t times = ++times_asked_[{peer, to_bytes(content)}];
        EXPECT_LE(times, RequestLedger::kMaxSame);
        requests_.emplace(next_, std::pair(static_cast<size_t>(peer.ed25519_key()->bytes[0] - 1), to_bytes(content)));
        ++asked;
        return next_++;
    }
    void cancel(link::RequestId request) override { cancelled += requests_.erase(request); }
    void respond(link::InboundRequestId, const std::optional<Bytes>&, Millis) override {}
    void report(const PeerId& peer, const Report& report, Millis) override {
        useless += report.value < 0 && report.value != kMalicious ? 1 : 0;
        if (report.value != kMalicious) return;
        lies.insert(peer);
        gone_.push_back(peer);
    }
    void disconnect(const PeerId&) override {}
    std::mt19937_64& random() noexcept override { return random_; }

    TestChain chain;
    std::set<Hash256> bad;    ///< refused by execution
    std::set<Hash256> early;  ///< of the future
    std::set<PeerId> lies;
    size_t asked = 0, useless = 0, cancelled = 0;
    uint64_t most_held = 0, bytes_of_bodies = 0;
    Millis now = 1000;

  private:
    std::vector<TestPeer> peers_;
    std::mt19937_64 random_;
    std::map<std::pair<PeerId, Bytes>, size_t> times_asked_;
    std::map<link::RequestId, std::pair<size_t, Bytes>> requests_;
    std::vector<PeerId> gone_;
    link::RequestId next_ = 1;

  public:
    Sync sync;
};

const Chain kGenesis = {make_block({}, 0, 0)};

// Spec: chap-sync
TEST(Sync, DownloadsAChainFromItsGenesis) {
    for (const size_t peers : {size_t{1}, size_t{5}}) {
        const Chain chain = extend(kGenesis, 1000, 1);
        World world(kGenesis, std::vector<TestPeer>(peers, TestPeer{chain}), 7);
        EXPECT_TRUE(world.sync.is_syncing());
        EXPECT_EQ(world.sync.target(), 1000u);
        EXPECT_TRUE(world.run_until_best_is(chain.back()));
        EXPECT_FALSE(world.sync.is_syncing());
        EXPECT_TRUE(world.lies.empty());
        EXPECT_FALSE(world.step()) << "nothing is asked for any more";
    }
}

TEST(Sync, AnnouncedBlocksAreFetchedFromWhoAnnouncesThem) {
    Chain chain = extend(kGenesis, 10, 1);
    World world(chain, {TestPeer{chain}}, 7);
    for (int i = 0; i < 5; ++i) {
        chain = extend(chain, 1, 1);
        world.peer(0).chain = chain;
        world.sync.on_announced(world.id(0), {chain.back().hash, chain.back().header.number},
                                chain.back().header.parent_hash, world.now);
        EXPECT_TRUE(world.run_until_best_is(chain.back()));
    }
    EXPECT_EQ(world.asked, 5u);
}

// Observed: polkadot 1.25, sc-network-sync: a node that has only downloaded its blocks says in its handshake that its
// best block is the genesis block, until it announces a block above all that it has.
TEST(Sync, WhoSaidThatItHasNothingIsAskedForAllOnceItAnnouncesItsBestBlock) {
    const Chain chain = extend(kGenesis, 200, 1);
    World world(kGenesis, {TestPeer{kGenesis}}, 7);
    EXPECT_FALSE(world.step()) << "there is nothing to ask for";
    world.peer(0).chain = chain;
    world.say_best(0);
    world.sync.on_announced(world.id(0), {chain.back().hash, chain.back().header.number},
                            chain.back().header.parent_hash, world.now);
    EXPECT_TRUE(world.run_until_best_is(chain.back()));
    EXPECT_TRUE(world.lies.empty());
}

/// Announces the block above `chain` by six peers; how many of them are asked for it within ten seconds of silence.
size_t asked_in_silence(const Chain& chain, size_t max_parallel) {
    const Chain longer = extend(chain, 1, 1);
    World world(chain, std::vector<TestPeer>(6, TestPeer{chain}), 7, {.max_parallel_downloads = max_parallel});
    for (size_t i = 0; i < 6; ++i) {
        world.sync.on_announced(world.id(i), {longer.back().hash, longer.back().header.number}, chain.back().hash,
                                world.now);
    }
    EXPECT_EQ(world.asked, 1u) << "who is quick is the only one";
    for (int i = 0; i < 100; ++i) {
        world.now += 100;
        if (world.sync.next_timer() && *world.sync.next_timer() <= world.now) world.sync.on_timer(world.now);
    }
    return world.asked;
}

// Observed: polkadot-stable2407, --max-parallel-downloads
TEST(Sync, ABlockIsAskedOfMorePeersWhileTheFirstOnesAreSilent) {
    const Chain chain = extend(kGenesis, 10, 1);
    EXPECT_EQ(asked_in_silence(chain, 5), 5u);
    EXPECT_EQ(asked_in_silence(chain, 2), 2u);
    EXPECT_EQ(asked_in_silence(chain, 1), 1u);
}

TEST(Sync, TheFirstAnswerEndsTheOtherRequestsForTheSameBlock) {
    const Chain chain = extend(kGenesis, 10, 1), longer = extend(chain, 1, 1);
    World world(chain, std::vector<TestPeer>(3, TestPeer{chain}), 7);
    for (size_t i = 0; i < 3; ++i) {
        world.peer(i).chain = longer;
        world.sync.on_announced(world.id(i), {longer.back().hash, longer.back().header.number}, chain.back().hash,
                                world.now);
    }
    for (int i = 0; i < 2; ++i) {
        world.now += 300;
        world.sync.on_timer(world.now);
    }
    EXPECT_EQ(world.asked, 3u);
    EXPECT_TRUE(world.run_until_best_is(longer.back()));
    EXPECT_EQ(world.cancelled, 2u);
    EXPECT_EQ(world.useless, 0u) << "nobody failed";
    EXPECT_FALSE(world.step());
}

TEST(Sync, FarBehindEachPieceIsAskedOfOnePeer) {
    const Chain chain = extend(kGenesis, 1000, 1);
    World world(kGenesis, std::vector<TestPeer>(5, TestPeer{chain}), 7, {.hedge_ms = 10});
    EXPECT_TRUE(world.run_until([&] { return world.chain.best().number > 950; }));
    EXPECT_EQ(world.cancelled, 0u);
}

// A peer that loses that race is asked for little: its rests grow.
TEST(Sync, FarBehindASlowPeerHoldsNobodyUp) {
    const Chain chain = extend(kGenesis, 3000, 1);
    std::vector<TestPeer> peers(4, TestPeer{chain});
    World world(kGenesis, peers, 7);
    EXPECT_TRUE(world.run_until([&] { return world.chain.best().number > 100; }));
    world.peer(1).nature = Nature::kEndless;
    EXPECT_TRUE(world.run_until([&] { return world.chain.best().number > 2950; }));
    EXPECT_GE(world.cancelled, 1u);
    EXPECT_LE(world.cancelled, 12u);
    EXPECT_EQ(world.useless, 0u);
    EXPECT_TRUE(world.lies.empty());
}

// The import makes room for one block after the other.
TEST(Sync, BlocksAreAskedForInWholePiecesThoughRoomComesBlockByBlock) {
    const Chain chain = extend(kGenesis, 3000, 1);
    World world(kGenesis, std::vector<TestPeer>(3, TestPeer{chain}), 7);
    world.chain.max_queue = 128;
    EXPECT_TRUE(world.run_until_best_is(chain.back()));
    // Half of a piece comes with an answer here, the rest with a few more; each alone the blocks would be 3,000.
    EXPECT_LT(world.asked, 700u);
}

TEST(Sync, ABranchIsFollowedDownToOurChain) {
    const Chain common = extend(kGenesis, 50, 1);
    const Chain ours = extend(common, 20, 2), theirs = extend(common, 25, 3);
    World world(ours, {TestPeer{theirs}}, 7);
    EXPECT_TRUE(world.run_until_best_is(theirs.back()));
    EXPECT_TRUE(world.lies.empty());
}

TEST(Sync, AnAnnouncedBranchOfEqualLengthIsFetchedToo) {
    const Chain common = extend(kGenesis, 50, 1);
    const Chain ours = extend(common, 3, 2), theirs = extend(common, 3, 3);
    World world(ours, {TestPeer{theirs}}, 7);
    world.sync.on_announced(world.id(0), {theirs.back().hash, 53}, theirs.back().header.parent_hash, world.now);
    EXPECT_TRUE(world.run_until([&] { return world.chain.contains(theirs.back().hash); }));
}

TEST(Sync, ARequestedBlockIsFollowedDownToOurChainThoughNobodyAnnouncesIt) {
    const Chain common = extend(kGenesis, 50, 1);
    const Chain ours = extend(common, 5, 2), theirs = extend(common, 5, 3);
    // The second peer has the block on a branch beside its best chain, which is ours.
    World world(ours, {TestPeer{ours}, TestPeer{ours}}, 7);
    world.peer(1).chain = theirs;
    EXPECT_FALSE(world.step()) << "nothing is missing";
    world.sync.request_block({theirs.back().hash, 55}, {}, world.now);
    EXPECT_TRUE(world.run_until([&] { return world.chain.contains(theirs.back().hash); }));
    EXPECT_TRUE(world.lies.empty());
    EXPECT_EQ(world.useless, 0u) << "the first peer never said that it has the block";
}

TEST(Sync, ARequestedBlockIsAskedOfThePeersThatAreNamedAndOfThoseThatAreAsHigh) {
    const Chain common = extend(kGenesis, 50, 1);
    const Chain ours = extend(common, 5, 2), theirs = extend(common, 5, 3);
    for (const bool is_named : {false, true}) {
        World world(ours, {TestPeer{common}}, 7);
        world.peer(0).chain = theirs;
        world.sync.request_block({theirs.back().hash, 55}, is_named ? std::vector{world.id(0)} : std::vector<PeerId>(),
                                 world.now);
        EXPECT_EQ(world.asked, is_named ? 1u : 0u);
    }
}

TEST(Sync, ARequestedBlockThatNobodyHasIsForgotten) {
    const Chain ours = extend(kGenesis, 50, 1);
    World world(ours, {TestPeer{ours}, TestPeer{ours}}, 7);
    const Hash256 nothing = make_block({}, 40, 9).hash;
    world.sync.request_block({nothing, 40}, {}, world.now);
    EXPECT_FALSE(world.run_until([] { return false; }, 100));
    EXPECT_EQ(world.asked, 2u) << "each once";
    EXPECT_EQ(world.useless, 0u);
    world.sync.request_block({nothing, 40}, {}, world.now);
    EXPECT_EQ(world.asked, 3u) << "again, as it may be there now";
}

TEST(Sync, RequestedBlocksAreBoundedAndEndWithFinality) {
    const Chain ours = extend(kGenesis, 50, 1);
    World world(ours, {}, 7);
    world.sync.request_block({make_block({}, 40, 9).hash, 40}, {}, world.now);
    EXPECT_EQ(world.asked, 0u) << "nobody is there";

    World busy(ours, std::vector<TestPeer>(30, TestPeer{ours, Nature::kSilent}), 7);
    for (uint64_t i = 0; i < 30; ++i) busy.sync.request_block({make_block({}, 40, i + 2).hash, 40}, {}, busy.now);
    EXPECT_EQ(busy.asked, 16u);
    busy.chain.final_number = 40;
    const size_t asked = busy.asked;
    (void)busy.run_until([] { return false; }, 200);
    EXPECT_EQ(busy.asked, asked) << "what failed is not asked of others";
    busy.sync.request_block({make_block({}, 40, 99).hash, 40}, {}, busy.now);
    EXPECT_EQ(busy.asked, asked);
    busy.sync.request_block({make_block({}, 5000, 99).hash, 5000}, {}, busy.now);
    EXPECT_EQ(busy.asked, asked) << "far above our best block; it comes with the download of the chain";
}

TEST(Sync, SilentAndEmptyPeersAndLiarsHoldNobodyUp) {
    const Chain chain = extend(kGenesis, 700, 1);
    for (uint64_t seed = 1; seed <= 20; ++seed) {
        World world(kGenesis,
                    {TestPeer{chain}, TestPeer{chain, Nature::kSilent}, TestPeer{chain, Nature::kEmpty},
                     TestPeer{chain, Nature::kLiar}},
                    seed);
        ASSERT_TRUE(world.run_until_best_is(chain.back())) << seed;
        EXPECT_FALSE(world.lies.contains(world.id(0)));
        EXPECT_FALSE(world.lies.contains(world.id(1))) << "silence is no lie";
        EXPECT_FALSE(world.lies.contains(world.id(2)));
    }
}

TEST(Sync, PeersOnDifferentBranchesAreNoLiars) {
    const Chain common = extend(kGenesis, 300, 1);
    const Chain longer = extend(common, 200, 2), shorter = extend(common, 150, 3);
    for (uint64_t seed = 1; seed <= 20; ++seed) {
        World world(kGenesis, {TestPeer{longer}, TestPeer{shorter}, TestPeer{cut(longer, 400)}}, seed);
        ASSERT_TRUE(world.run_until_best_is(longer.back())) << seed;
        EXPECT_TRUE(world.lies.empty()) << seed;
    }
}

TEST(Sync, WhoSendsABlockThatExecutionRefusesLied) {
    const Chain common = extend(kGenesis, 100, 1);
    const Chain good = extend(common, 100, 1), evil = extend(common, 300, 2);
    World world(kGenesis, {TestPeer{evil}, TestPeer{good}}, 7);
    world.bad.insert(evil[150].hash);
    ASSERT_TRUE(world.run_until([&] { return world.chain.best().number >= 200; }));
    EXPECT_TRUE(world.lies.contains(world.id(0)));
    EXPECT_FALSE(world.lies.contains(world.id(1)));
}

// A block of the future does not prove that its sender lies, and is no reason to ask others for nothing.
TEST(Sync, ABlockOfTheFutureHoldsUpNobodyButItsSender) {
    const Chain common = extend(kGenesis, 10, 1);
    const Chain theirs = extend(common, 2'000, 2);
    World world(common, {TestPeer{theirs}, TestPeer{common}}, 7);
    EXPECT_TRUE(world.run_until([&] { return world.chain.best().number > 100; }));
    const Millis before = world.now;
    uint64_t said = 0;
    EXPECT_TRUE(world.run_until([&] {
        if (world.chain.best().number > 1'900) return true;
        if (world.sync.branch_count() > 0) return false;
        // The next one, whenever the one before is through.
        const Chain invented = extend(common, 1, 100 + said++);
        world.peer(1).chain = invented;
        world.early.insert(invented.back().hash);
        world.sync.on_announced(world.id(1), {invented.back().hash, 11}, common.back().hash, world.now);
        return false;
    }));
    EXPECT_GE(world.useless, 1u);
    EXPECT_LT(world.now - before, 5'000u) << "the download rested";
    EXPECT_TRUE(world.lies.empty());
}

// A block sent to a node with a late clock is taken when its time has come.
TEST(Sync, ABlockOfTheFutureIsAskedForAgain) {
    const Chain chain = extend(kGenesis, 10, 1), longer = extend(chain, 3, 1);
    World world(chain, {TestPeer{longer}}, 7);
    for (size_t i = 11; i < longer.size(); ++i) world.early.insert(longer[i].hash);
    EXPECT_TRUE(world.run_until([&] { return world.now > 6'000; }));
    EXPECT_EQ(world.chain.best().number, 10u);
    EXPECT_GT(world.useless, 3u) << "it was tried again";
    EXPECT_LE(world.asked, 10u) << "it was tried all the time";
    world.early.clear();
    EXPECT_TRUE(world.run_until_best_is(longer.back()));
    EXPECT_TRUE(world.lies.empty());
}

TEST(Sync, BranchesOfOnePeerDoNotFillTheRoomOfOthers) {
    const Chain chain = extend(kGenesis, 10, 1), longer = extend(chain, 1, 1);
    World world(chain, {TestPeer{longer}, TestPeer{chain, Nature::kEndless}}, 7);
    // Near, of parents that nobody knows.
    for (uint8_t i = 0; i < 200; ++i) {
        const ReceivedBlock block = make_block(Hash256{{9, i}}, 12, i);
        world.sync.on_announced(world.id(1), {block.hash, 12}, block.header.parent_hash, world.now);
    }
    EXPECT_EQ(world.sync.branch_count(), SyncOptions().max_branches_per_peer);
    const Chain fork = extend(chain, 1, 5);
    world.peer(0).chain = fork;
    world.sync.on_announced(world.id(0), {fork.back().hash, 11}, chain.back().hash, world.now);
    EXPECT_TRUE(world.run_until([&] { return world.chain.contains(fork.back().hash); }));
    // In whose share it is when the first of two leaves.
    world.sync.on_peer_left(world.id(1), world.now);
    EXPECT_EQ(world.sync.branch_count(), 0u);
}

TEST(Sync, WhoLeavesAndComesBackHasNoSecondShareOfBranches) {
    const Chain chain = extend(kGenesis, 10, 1);
    const TestPeer silent{chain, Nature::kEndless};
    World world(chain, {silent, silent}, 7);
    uint8_t next = 0;
    for (int round = 0; round < 10; ++round) {
        world.say_best(0);
        for (int i = 0; i < 20; ++i) {
            const ReceivedBlock block = make_block(Hash256{{9, next}}, 12, next);
            ++next;
            for (const size_t peer : {0, 1}) {
                world.sync.on_announced(world.id(peer), {block.hash, 12}, block.header.parent_hash, world.now);
            }
        }
        EXPECT_LE(world.sync.branch_count(), 2 * SyncOptions().max_branches_per_peer);
        world.sync.on_peer_left(world.id(0), world.now);
        EXPECT_LE(world.sync.branch_count(), SyncOptions().max_branches_per_peer);
    }
}

// Headers that anybody can invent, with the bodies that they name: nothing of them is kept but their hashes.
TEST(Sync, ABranchIsFollowedDownByItsHeadersAlone) {
    const primitives::Body large = {Bytes(size_t{1} << 20)};
    const Chain common = extend(kGenesis, 50, 1);
    const Chain ours = extend(common, 140, 2), theirs = extend(common, 130, 3, large);
    World world(ours, {TestPeer{ours}, TestPeer{ours}}, 7);
    world.chain.max_queue = 100;
    world.peer(1).chain = theirs;
    world.sync.on_announced(world.id(1), {theirs.back().hash, 180}, theirs[179].hash, world.now);
    EXPECT_TRUE(world.run_until([&] { return world.chain.contains(theirs.back().hash); }));
    EXPECT_EQ(world.most_held, 0u);
    EXPECT_TRUE(world.lies.empty());
    EXPECT_EQ(world.sync.branch_count(), 0u);
    EXPECT_EQ(world.chain.news, 130u);
    // 8 MiB an answer: of its first two answers the upper part comes too early.
    EXPECT_LE(world.bytes_of_bodies, 150ull << 20);
}

TEST(Sync, LargeBlocksAreHeldWithinABudget) {
    constexpr uint64_t kMaxHeld = uint64_t{32} << 20;
    const Chain small = extend(kGenesis, 300, 1);
    const Chain chain = extend(small, 300, 1, {Bytes(size_t{1} << 20)});
    // Answers come in any order.
    World world(kGenesis, std::vector<TestPeer>(8, TestPeer{chain}), 7, {.max_held_bytes = kMaxHeld});
    EXPECT_TRUE(world.run_until_best_is(chain.back()));
    EXPECT_GT(world.most_held, kMaxHeld / 4);
    EXPECT_LE(world.most_held, kMaxHeld + (uint64_t{9} << 20));
    EXPECT_TRUE(world.lies.empty());
    EXPECT_LT(world.bytes_of_bodies, 450ull << 20) << "most of it came once";
}

// A branch of two blocks is news, though it is more than one block.
TEST(Sync, OnlyWhatIsFarAheadIsHistory) {
    const Chain common = extend(kGenesis, 50, 1);
    const Chain ours = extend(common, 2, 2), theirs = extend(common, 2, 3), later = extend(ours, 100, 2);
    World world(ours, {TestPeer{ours}}, 7);
    world.peer(0).chain = theirs;
    world.sync.on_announced(world.id(0), {theirs.back().hash, 52}, theirs[51].hash, world.now);
    EXPECT_TRUE(world.run_until([&] { return world.chain.contains(theirs.back().hash); }));
    EXPECT_EQ(world.chain.news, 2u);
    EXPECT_EQ(world.chain.history, 0u);
    world.peer(0).chain = later;
    world.say_best(0);
    EXPECT_TRUE(world.run_until_best_is(later.back()));
    EXPECT_GE(world.chain.history, 64u);
}

TEST(Sync, NothingIsAskedOfWhoContradictsWhatIsFinal) {
    const Chain ours = extend(kGenesis, 50, 1), theirs = extend(kGenesis, 80, 2);
    World world(ours, {TestPeer{theirs}}, 7);
    world.chain.final_number = 20;
    EXPECT_FALSE(world.run_until([&] { return world.chain.best().number > 50; }, 500));
    EXPECT_LT(world.asked, 20u);
}

TEST(Sync, AMovingTargetIsReached) {
    auto random = test::seeded_random();
    for (int round = 0; round < 20; ++round) {
        Chain chain = extend(kGenesis, 200, 1);
        World world(kGenesis, {TestPeer{chain}, TestPeer{chain}, TestPeer{chain, Nature::kSilent}}, random());
        for (int i = 0; i < 40; ++i) {
            (void)world.run_until([] { return false; }, random() % 20);
            if (random() % 5 == 0) {
                // A reorganization of the last blocks.
                chain = extend(cut(chain, chain.size() - random() % 5), 6, random() % 1000);
            } else {
                chain = extend(chain, 1 + random() % 3, 1);
            }
            for (const size_t peer : {0, 1, 2}) {
                world.peer(peer).chain = chain;
                world.say_best(peer);
                world.sync.on_announced(world.id(peer), {chain.back().hash, chain.back().header.number},
                                        chain.back().header.parent_hash, world.now);
            }
        }
        ASSERT_TRUE(world.run_until([&] { return world.chain.contains(chain.back().hash); })) << round;
        EXPECT_TRUE(world.lies.empty());
    }
}

TEST(BlockMessages, ARequestIsWhatOthersSend) {
    // Fields 0x13 in the highest byte, from block 1 by number, ascending, at most 64.
    const BlockRequest request{
        {.header = true, .body = true, .justification = true}, BlockNumber{1}, Direction::kAscending, 64};
    EXPECT_EQ(to_hex(encode(request)), "0880808098011a040100000030403801");
    EXPECT_EQ(decode_block_request(encode(request)).value_or(BlockRequest{}), request);
    const BlockRequest by_hash{kGenesis.empty() ? BlockFields{} : BlockFields{.header = true}, kGenesis[0].hash,
                               Direction::kDescending, 1};
    EXPECT_EQ(decode_block_request(encode(by_hash)).value_or(BlockRequest{}), by_hash);
    EXPECT_FALSE(decode_block_request({})) << "no start";
}

TEST(BlockMessages, AnAnswerKeepsWhatTheRequestPromises) {
    const Chain chain = extend(kGenesis, 10, 1);
    std::mt19937_64 random(1);
    const TestPeer peer{chain};
    const BlockRequest request{{.header = true, .body = true}, BlockNumber{3}, Direction::kAscending, 4};
    const Bytes answer = peer.answer(request, random);
    const auto error_of = [&](BlockRequest changed) -> std::optional<BlockResponseError> {
        const auto checked = check_block_response(changed, answer);
        return checked ? std::nullopt : std::optional(checked.error());
    };
    ASSERT_EQ(error_of(request), std::nullopt);
    const auto blocks = *check_block_response(request, answer);
    EXPECT_EQ(blocks.front().hash, chain[3].hash);
    BlockRequest changed = request;
    changed.from = BlockNumber{4};
    EXPECT_EQ(error_of(changed), BlockResponseError::kWrongStart);
    changed.from = chain[5].hash;
    EXPECT_EQ(error_of(changed), BlockResponseError::kWrongStart);
    if (blocks.size() > 1) {
        changed = request;
        changed.direction = Direction::kDescending;
        EXPECT_EQ(error_of(changed), BlockResponseError::kNotLinked);
        changed = request;
        changed.max_blocks = 1;
        EXPECT_EQ(error_of(changed), BlockResponseError::kTooMany);
    }
    for (size_t size = 1; size < answer.size(); ++size)
        (void)check_block_response(request, BytesView(answer).first(size));
}

TEST(BlockMessages, AnEmptyBodyIsABodyIfTheHeaderSaysSo) {
    const BlockRequest request{{.header = true, .body = true}, BlockNumber{1}, Direction::kAscending, 1};
    const auto answer_with = [](const Hash256& extrinsics_root) {
        ReceivedBlock block = make_block(kGenesis[0].hash, 1, 1);
        block.header.extrinsics_root = extrinsics_root;
        BlockResponseWriter writer;
        writer.add({.hash = primitives::header_hash(block.header), .header = scale::encode(block.header), .body = {}});
        return std::move(writer).take();
    };
    const auto empty = check_block_response(request, answer_with(trie::empty_root()));
    ASSERT_TRUE(empty.has_value());
    EXPECT_TRUE(empty->front().body.empty());
    const auto missing = check_block_response(request, answer_with(Hash256{}));
    ASSERT_FALSE(missing.has_value());
    EXPECT_EQ(missing.error(), BlockResponseError::kMissingBody);
}

/// The answer with one block, and the verdict on it.
std::optional<BlockResponseError> error_of(const Header& header, const primitives::Body& body,
                                           BlockFields fields = {.header = true, .body = true}) {
    BlockData data{.hash = primitives::header_hash(header), .header = scale::encode(header), .body = {}};
    for (const auto& extrinsic : body) data.body.push_back(scale::encode(extrinsic));
    BlockResponseWriter writer;
    writer.add(data);
    const BlockRequest request{fields, BlockNumber{header.number}, Direction::kAscending, 1};
    const auto checked = check_block_response(request, std::move(writer).take());
    if (!checked) return checked.error();
    EXPECT_EQ(checked->front().body, fields.body ? body : primitives::Body{});
    return std::nullopt;
}

// Spec: id-ext_trie_blake2_256_ordered_root. The runtime says in which version; here either is taken.
TEST(BlockMessages, ABodyHasTheExtrinsicsRootOfItsHeader) {
    using enum trie::StateVersion;
    const primitives::Body body = {Bytes{1, 2}, Bytes(1000, 7), Bytes{}};
    Header header;
    header.number = 5;
    ASSERT_NE(root_of(body, kV0), root_of(body, kV1));
    for (const auto version : {kV0, kV1}) {
        header.extrinsics_root = root_of(body, version);
        EXPECT_EQ(error_of(header, body), std::nullopt);
        primitives::Body changed = body;
        changed[1][999] ^= 1;
        EXPECT_EQ(error_of(header, changed), BlockResponseError::kWrongBody);
        changed = {body[0], body[1]};
        EXPECT_EQ(error_of(header, changed), BlockResponseError::kWrongBody);
        changed = {body[1], body[0], body[2]};
        EXPECT_EQ(error_of(header, changed), BlockResponseError::kWrongBody);
        EXPECT_EQ(error_of(header, changed, {.header = true}), std::nullopt) << "not asked for: not looked at";
    }
}

TEST(BlockMessages, AnAnswerHasABoundOfExtrinsics) {
    Header header;
    header.number = 5;
    const primitives::Body most(kMaxExtrinsicsInAnswer);
    header.extrinsics_root = root_of(most, trie::StateVersion::kV0);
    EXPECT_EQ(error_of(header, most), std::nullopt);
    const primitives::Body more(kMaxExtrinsicsInAnswer + 1);
    header.extrinsics_root = root_of(more, trie::StateVersion::kV0);
    EXPECT_EQ(error_of(header, more), BlockResponseError::kTooLarge);
}

// Items of a digest take forty times their bytes on the wire.
TEST(BlockMessages, AnAnswerHasABoundOfDecodedBytes) {
    Header header;
    header.number = 5;
    for (size_t i = 0; i < 100'000; ++i) header.digest.emplace_back(primitives::digest::Other{});
    EXPECT_EQ(error_of(header, {}, {.header = true}), std::nullopt);
    for (size_t i = 0; i < 2'000'000; ++i) header.digest.emplace_back(primitives::digest::Other{});
    EXPECT_EQ(error_of(header, {}, {.header = true}), BlockResponseError::kTooLarge);
}

}  // namespace
}  // namespace serinus::network::sync
