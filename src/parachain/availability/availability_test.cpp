// Chunks and data of candidates: kept, fetched, recovered and served.
#include <gtest/gtest.h>

#include "codec/encoding_test.hpp"
#include "parachain/availability/bitfields.hpp"
#include "parachain/availability/chunk_fetch.hpp"
#include "parachain/availability/recovery.hpp"
#include "parachain/availability/retention.hpp"
#include "parachain/candidates/candidates_test_support.hpp"
#include "tests/support/data.hpp"
#include "tests/support/json.hpp"
#include "tests/support/random.hpp"

namespace serinus::parachain {
namespace {

CandidateHash candidate_hash(uint8_t byte) { return {block_hash(byte)}; }

// --- how long ---
// Observed: polkadot-node-core-av-store 36.0.0

class RetentionTest : public testing::Test {
  protected:
    static constexpr Seconds kHour = 3600;
    void finalize(BlockNumber number, Seconds now) {
        retention.on_finalized(
            number, [](BlockNumber at) { return std::optional(block_hash(static_cast<uint8_t>(at))); }, now, effects);
    }
    std::vector<CandidateHash> pruned(Seconds now) {
        Retention::Effects out;
        (void)retention.prune(now, out);
        std::vector<CandidateHash> hashes;
        for (const auto& effect : out) hashes.push_back(std::get<RetentionEffect::Remove>(effect.v).candidate);
        return hashes;
    }
    using Hashes = std::vector<CandidateHash>;

    Retention retention{{}};
    Retention::Effects effects;
    CandidateHash one = candidate_hash(1);
};

TEST_F(RetentionTest, WhatIsNeverIncludedIsKeptForAnHour) {
    retention.on_backed(one, 3, 100, effects);
    retention.on_backed(one, 3, 200, effects);
    EXPECT_EQ(effects.size(), 1u) << "the first time counts";
    EXPECT_TRUE(retention.note_chunk(one, {1}, effects));
    EXPECT_EQ(pruned(100 + kHour - 1), Hashes{});
    Retention::Effects out;
    EXPECT_FALSE(retention.prune(100 + kHour, out));
    ASSERT_EQ(out.size(), 1u);
    const auto& remove = std::get<RetentionEffect::Remove>(out[0].v);
    EXPECT_EQ(remove.chunks, std::vector{ValidatorIndex{1}});
    EXPECT_FALSE(remove.has_data);
    EXPECT_EQ(retention.size(), 0u);
}

TEST_F(RetentionTest, WhatIsIncludedIsKeptUntil25HoursAfterItIsFinal) {
    retention.on_backed(one, 3, 100, effects);
    retention.on_included(one, 5, block_hash(5), effects);
    EXPECT_EQ(pruned(100 * kHour), Hashes{});
    finalize(4, 1000);
    finalize(7, 2000);
    EXPECT_EQ(pruned(2000 + 25 * kHour - 1), Hashes{});
    EXPECT_EQ(pruned(2000 + 25 * kHour), Hashes{one});
}

TEST_F(RetentionTest, WhatIsGivenUpHasItsHourAgain) {
    retention.on_backed(one, 3, 100, effects);
    retention.on_included(one, 5, block_hash(50), effects);
    retention.on_included(one, 6, block_hash(60), effects);
    finalize(5, 1000);
    EXPECT_EQ(pruned(100 + kHour), Hashes{}) << "block 60 may become final yet";
    finalize(6, 1000);
    EXPECT_EQ(pruned(100 + kHour), Hashes{one}) << "counted from the beginning";
}

TEST_F(RetentionTest, OneFinalBlockIsEnough) {
    retention.on_backed(one, 3, 100, effects);
    retention.on_included(one, 5, block_hash(50), effects);
    retention.on_included(one, 5, block_hash(5), effects);
    retention.on_included(one, 6, block_hash(60), effects);
    finalize(5, 1000);
    finalize(6, 2000);
    EXPECT_EQ(pruned(1000 + 25 * kHour), Hashes{one});
}

TEST_F(RetentionTest, ManyGoABatchAtATime) {
    constexpr size_t kCount = Retention::kMaxPruned + 3;
    for (size_t i = 0; i < kCount; ++i) {
        ByteArray<32> hash{};
        store_le(hash.data(), static_cast<uint32_t>(i));
        retention.on_backed({Hash256(hash)}, 4, 100, effects);
    }
    effects.clear();
    EXPECT_TRUE(retention.prune(100 + kHour, effects));
    EXPECT_EQ(effects.size(), Retention::kMaxPruned);
    EXPECT_FALSE(retention.prune(100 + kHour, effects));
    EXPECT_EQ(effects.size(), kCount);
    EXPECT_EQ(retention.size(), 0u);
}

TEST_F(RetentionTest, StoresNothingOfWhatNobodySpokeOf) {
    EXPECT_FALSE(retention.note_chunk(one, {1}, effects));
    retention.on_included(one, 5, block_hash(5), effects);
    EXPECT_TRUE(effects.empty());
    retention.on_backed(one, 3, 100, effects);
    EXPECT_FALSE(retention.note_chunk(one, {3}, effects)) << "no such validator";
    EXPECT_TRUE(retention.note_chunk(one, {2}, effects));
    EXPECT_TRUE(retention.find(one)->has_chunk({2}));
    EXPECT_FALSE(retention.find(one)->has_chunk({1}));
    EXPECT_FALSE(retention.find(one)->has_data);
}

TEST_F(RetentionTest, DataBringsAllChunks) {
    retention.note_data(one, 3, 100, effects);
    EXPECT_TRUE(retention.find(one)->has_data);
    for (uint32_t i = 0; i < 3; ++i) EXPECT_TRUE(retention.find(one)->has_chunk({i}));
    EXPECT_FALSE(retention.find(one)->has_chunk({3}));
    EXPECT_EQ(pruned(100 + kHour), Hashes{one});
}

TEST_F(RetentionTest, WaitsWhileTheFinalBlockIsNotKnown) {
    retention.on_backed(one, 3, 100, effects);
    retention.on_included(one, 5, block_hash(5), effects);
    effects.clear();
    retention.on_finalized(9, [](BlockNumber) { return std::optional<Hash256>(); }, 1000, effects);
    EXPECT_TRUE(effects.empty());
    finalize(9, 2000);
    EXPECT_EQ(pruned(2000 + 25 * kHour), Hashes{one});
}

TEST(CandidateMetaTest, IsStored) {
    Bits chunks(3);
    chunks.set(2, true);
    scale::expect_encoding(CandidateMeta{CandidateMeta::Unfinalized{1, {{2, block_hash(0x33)}}}, true, chunks},
                           from_hex("010100000000000000"
                                    "0402000000" +
                                    std::string(64, '3') +
                                    "01"
                                    "0c04")
                               .value());
}

// A node that restarts at any time, and has final candidates in the store alone, keeps the same as one that goes on and
// has all in memory.
TEST_F(RetentionTest, IsTheSameAfterARestartAndWithoutFinalCandidates) {
    auto random = test::seeded_random();
    std::map<CandidateHash, CandidateMeta> disk;
    Retention restarted{{}};
    Seconds now = 0;
    BlockNumber final_number = 0;
    size_t removed_final = 0;
    for (int step = 0; step < 2000; ++step) {
        now += random() % 600;
        const CandidateHash hash = candidate_hash(static_cast<uint8_t>(random() % 20));
        const auto number = static_cast<BlockNumber>(final_number + 1 + random() % 4);
        const Hash256 block = block_hash(static_cast<uint8_t>(number + (random() % 2 ? 0 : 100)));
        const auto validator = ValidatorIndex{static_cast<uint32_t>(random() % 4)};
        const uint64_t what = random() % 6;
        std::vector<Retention::Effects> both;
        if (random() % 20 == 0) {
            restarted = Retention{{}};
            for (const auto& [candidate, meta] : disk) {
                if (!meta.is_final()) restarted.restore(candidate, meta);
            }
        }
        if (const auto stored = disk.find(hash); what < 4 && stored != disk.end() && stored->second.is_final()) {
            restarted.restore(hash, stored->second);
        }
        if (what == 5) {
            for (const auto& [candidate, meta] : disk) {
                if (meta.is_final()) restarted.restore(candidate, meta);
            }
        }
        if (what == 4) ++final_number;
        for (Retention* one_of_both : {&retention, &restarted}) {
            Retention::Effects out;
            if (what == 0) one_of_both->on_backed(hash, 3, now, out);
            if (what == 1) one_of_both->on_included(hash, number, block, out);
            if (what == 2) one_of_both->note_chunk(hash, validator, out);
            if (what == 3) one_of_both->note_data(hash, 3, now, out);
            if (what == 4) {
                one_of_both->on_finalized(
                    final_number, [](BlockNumber at) { return std::optional(block_hash(static_cast<uint8_t>(at))); },
                    now, out);
            }
            if (what == 5) (void)one_of_both->prune(now, out);
            both.push_back(std::move(out));
        }
        restarted.release_final();
        ASSERT_EQ(both[0].size(), both[1].size());
        for (size_t i = 0; i < both[0].size(); ++i) {
            if (const auto* write = std::get_if<RetentionEffect::WriteMeta>(&both[0][i].v)) {
                const auto& other = std::get<RetentionEffect::WriteMeta>(both[1][i].v);
                ASSERT_EQ(write->candidate, other.candidate);
                ASSERT_EQ(write->meta, other.meta);
                disk.insert_or_assign(write->candidate,
                                      scale::decode<CandidateMeta>(scale::encode(write->meta)).value());
                continue;
            }
            const auto& removal = std::get<RetentionEffect::Remove>(both[0][i].v);
            const auto& other = std::get<RetentionEffect::Remove>(both[1][i].v);
            ASSERT_EQ(removal.candidate, other.candidate);
            ASSERT_EQ(removal.final_since, other.final_since);
            ASSERT_EQ(removal.has_data, other.has_data);
            ASSERT_EQ(removal.chunks, other.chunks);
            const CandidateMeta& stored = disk.at(removal.candidate);
            ASSERT_EQ(removal.final_since.has_value(), stored.is_final());
            removed_final += stored.is_final() ? 1 : 0;
            disk.erase(removal.candidate);
        }
        ASSERT_EQ(retention.size(), disk.size());
        const auto not_final = [](const auto& one_of_disk) { return !one_of_disk.second.is_final(); };
        ASSERT_EQ(restarted.size(), static_cast<size_t>(std::count_if(disk.begin(), disk.end(), not_final)));
    }
    EXPECT_GT(removed_final, 10u);
}

// --- chunks and recovery ---

/// Data of a candidate among some validators.
struct Encoded {
    explicit Encoded(size_t validators, size_t size = 5000) : code(erasure::Code::for_validators(validators).value()) {
        data.pov.block_data.resize(size);
        for (size_t i = 0; i < size; ++i) data.pov.block_data[i] = static_cast<uint8_t>(i * i >> 3);
        data.validation_data.parent_head = head_of("a");
        chunks = code.encode(scale::encode(data)).value();
        branches.emplace(chunks);
        options.candidate = candidate_hash(1);
        options.erasure_root = branches->root();
        options.pov_hash = data.pov.hash();
    }
    ErasureChunk chunk(uint32_t index) const { return {to_bytes(chunks[index]), index, branches->branch(index)}; }
    erasure::Code code;
    AvailableData data;
    erasure::Chunks chunks;
    std::optional<erasure::Branches> branches;
    RecoveryOptions options;
};

// Observed: polkadot-availability-distribution 36.0.0, requester
class ChunkFetchTest : public testing::Test {
  protected:
    void activate(uint8_t leaf) {
        effects.clear();
        fetching.activate(block_hash(leaf), {{encoded.options.candidate, encoded.options.erasure_root, group, 9}}, {1},
                          effects);
    }
    void answer(const std::optional<ErasureChunk>& chunk) {
        effects.clear();
        fetching.on_response(encoded.options.candidate, chunk, effects);
    }
    template <class E>
    const E* only() const {
        return effects.size() == 1 ? std::get_if<E>(&effects[0].v) : nullptr;
    }
    using Effect = ChunkFetching::Effect;

    Encoded encoded{10};
    std::vector<ValidatorIndex> group{{1}, {2}, {7}};
    ChunkFetching fetching{ValidatorIndex{7}};
    ChunkFetching::Effects effects;
};

TEST_F(ChunkFetchTest, AsksTheGroupOneAfterTheOther) {
    activate(1);
    const auto* first = only<Effect::Request>();
    ASSERT_NE(first, nullptr);
    EXPECT_EQ(first->request, (ChunkRequest{encoded.options.candidate, {7}}));
    const ValidatorIndex asked = first->target;
    activate(2);
    EXPECT_TRUE(effects.empty()) << "it is under way";
    answer(std::nullopt);
    const auto* second = only<Effect::Request>();
    ASSERT_NE(second, nullptr);
    EXPECT_NE(second->target, asked);
    EXPECT_NE(second->target, ValidatorIndex{7}) << "not itself";
    answer(encoded.chunk(9));
    ASSERT_EQ(effects.size(), 2u);
    EXPECT_EQ(std::get<Effect::Store>(effects[0].v).chunk, encoded.chunk(9));
    EXPECT_EQ(std::get<Effect::Failed>(effects[1].v).members, std::vector{asked});
    activate(3);
    EXPECT_TRUE(effects.empty()) << "it is here";
    for (const uint8_t leaf : Bytes{1, 2, 3}) fetching.deactivate(block_hash(leaf));
    EXPECT_EQ(fetching.size(), 0u);
    activate(4);
    EXPECT_NE(only<Effect::Request>()->target, asked) << "who failed is asked last";
}

TEST_F(ChunkFetchTest, TakesTheOwnChunkAlone) {
    auto wrong_bytes = encoded.chunk(9);
    wrong_bytes.chunk[0] ^= 1;
    for (const auto& chunk : {encoded.chunk(8), wrong_bytes}) {
        activate(1);
        answer(chunk);
        ASSERT_NE(only<Effect::Request>(), nullptr);
        answer(chunk);
        ASSERT_NE(only<Effect::Failed>(), nullptr);
        EXPECT_EQ(fetching.size(), 0u) << "the next leaf begins anew";
    }
}

TEST_F(ChunkFetchTest, EndsWithItsLeaves) {
    activate(1);
    fetching.deactivate(block_hash(1));
    answer(encoded.chunk(9));
    EXPECT_TRUE(effects.empty());
}

/// Runs a recovery among validators that have chunks, and answers in random order.
class RecoveryRun {
  public:
    RecoveryRun(const Encoded& encoded, RecoveryOptions options, std::mt19937_64& random)
        : encoded_(encoded), options_(std::move(options)), random_(random) {}

    std::set<uint32_t> have_chunks;  ///< validators
    std::set<uint32_t> have_data;
    std::set<uint32_t> silent;  ///< validators that do not answer within a second, if ever
    std::set<uint32_t> lie;
    std::vector<std::pair<ValidatorIndex, ErasureChunk>> own;
    size_t data_requests = 0, chunk_requests = 0, most_at_once = 0;

    std::optional<Recovery::Effect> run() {
        Recovery recovery(encoded_.code, options_, own, {static_cast<uint8_t>(random_())});
        Recovery::Effects effects;
        std::vector<Recovery::Effect> open;
        Millis now = 0;
        recovery.start(now, effects);
        for (int step = 0; step < 100'000; ++step) {
            for (auto& effect : effects) {
                if (std::holds_alternative<Recovery::Effect::Recovered>(effect.v) ||
                    std::holds_alternative<Recovery::Effect::Failed>(effect.v)) {
                    EXPECT_TRUE(recovery.is_done());
                    return effect;
                }
                data_requests += std::holds_alternative<Recovery::Effect::RequestData>(effect.v);
                if (const auto* request = std::get_if<Recovery::Effect::RequestChunk>(&effect.v)) {
                    ++chunk_requests;
                    if (silent.contains(request->target._0)) continue;
                }
                open.push_back(std::move(effect));
            }
            effects.clear();
            most_at_once = std::max(most_at_once, open.size());
            if (open.empty()) {
                const auto wake = recovery.wake_at(now);
                if (!wake) return std::nullopt;  // it waits for those that are silent
                now = *wake;
                recovery.on_time(now, effects);
                continue;
            }
            std::swap(open[random_() % open.size()], open.back());
            const Recovery::Effect effect = std::move(open.back());
            open.pop_back();
            now += random_() % 20;
            answer(recovery, effect, now, effects);
        }
        ADD_FAILURE() << "it does not end";
        return std::nullopt;
    }

  private:
    void answer(Recovery& recovery, const Recovery::Effect& effect, Millis now, Recovery::Effects& out) {
        if (const auto* check = std::get_if<Recovery::Effect::Check>(&effect.v)) {
            recovery.on_checked(check_recovered(encoded_.code, options_, check->data), now, out);
        } else if (const auto* rebuild = std::get_if<Recovery::Effect::Rebuild>(&effect.v)) {
            recovery.on_checked(rebuild_recovered(encoded_.code, options_, rebuild->chunks), now, out);
        } else if (const auto* data = std::get_if<Recovery::Effect::RequestData>(&effect.v)) {
            std::optional<AvailableData> answer;
            if (have_data.contains(data->target._0)) answer = encoded_.data;
            if (answer && lie.contains(data->target._0)) answer->pov.block_data[7] ^= 1;
            recovery.on_data(data->target, std::move(answer), now, out);
        } else if (const auto* chunk = std::get_if<Recovery::Effect::RequestChunk>(&effect.v)) {
            const uint32_t index = erasure::chunk_of_validator(
                encoded_.code, options_.mapping, options_.core ? options_.core->_0 : 0, chunk->chunk_of._0);
            std::variant<ErasureChunk, Recovery::NoChunk> answer = Recovery::NoChunk::kNone;
            if (chunk->target == chunk->chunk_of ? have_chunks.contains(chunk->target._0)
                                                 : have_data.contains(chunk->target._0)) {
                answer = encoded_.chunk(index);
                if (lie.contains(chunk->target._0)) std::get<ErasureChunk>(answer).chunk[0] ^= 1;
            } else if (random_() % 2) {
                answer = Recovery::NoChunk::kFailure;
            }
            recovery.on_chunk(chunk->target, chunk->chunk_of, std::move(answer), now, out);
        }
    }
    const Encoded& encoded_;
    RecoveryOptions options_;
    std::mt19937_64& random_;
};

bool is_recovered(const std::optional<Recovery::Effect>& effect, const Encoded& encoded) {
    const auto* recovered = effect ? std::get_if<Recovery::Effect::Recovered>(&effect->v) : nullptr;
    return recovered != nullptr && recovered->data == encoded.data;
}

// Observed: polkadot-availability-recovery 36.0.0
class RecoveryTest : public testing::Test {
  protected:
    std::mt19937_64 random = test::seeded_random();
    Encoded encoded{30};  // any 10 chunks, 8 of them suffice to rebuild
    RecoveryOptions options = encoded.options;
};

TEST_F(RecoveryTest, AsksBackersFirstIfTheDataIsSmall) {
    options.backers = {{3}, {4}, {5}};
    RecoveryRun run(encoded, options, random);
    run.own = {{{0}, encoded.chunk(0)}};
    run.have_data = {4};
    EXPECT_TRUE(is_recovered(run.run(), encoded));
    EXPECT_LE(run.data_requests, 3u);
    EXPECT_EQ(run.chunk_requests, 0u);

    options.small_data_size = 4000;
    RecoveryRun large(encoded, options, random);
    large.own = run.own;
    large.have_data = {3, 4, 5};
    for (uint32_t i = 1; i < 30; ++i) large.have_chunks.insert(i);
    EXPECT_TRUE(is_recovered(large.run(), encoded));
    EXPECT_EQ(large.data_requests, 0u);

    RecoveryRun unknown(encoded, encoded.options, random);
    unknown.have_chunks = large.have_chunks;
    EXPECT_TRUE(is_recovered(unknown.run(), encoded)) << "without an own chunk nothing says how large it is";
    EXPECT_EQ(unknown.data_requests, 0u);
}

TEST_F(RecoveryTest, GoesOnWithChunksIfBackersLieOrHaveNothing) {
    options.backers = {{3}, {4}, {5}};
    RecoveryRun run(encoded, options, random);
    run.own = {{{0}, encoded.chunk(0)}};
    run.have_data = {3, 4, 5};
    run.lie = {3, 4, 5};
    for (uint32_t i = 1; i < 30; ++i) run.have_chunks.insert(i);
    EXPECT_TRUE(is_recovered(run.run(), encoded));
    EXPECT_EQ(run.data_requests, 3u);
}

TEST_F(RecoveryTest, TakesSystematicChunksIfTheCoreIsKnown) {
    options.core = CoreIndex{5};
    options.mapping = erasure::ChunkMapping::kByCore;
    RecoveryRun run(encoded, options, random);
    for (uint32_t i = 0; i < 30; ++i) run.have_chunks.insert(i);
    EXPECT_TRUE(is_recovered(run.run(), encoded));
    EXPECT_EQ(run.chunk_requests, encoded.code.k()) << "exactly these";

    // A missing one comes from a backer.
    options.backers = {{20}};
    RecoveryRun with_backer(encoded, options, random);
    with_backer.have_chunks = run.have_chunks;
    const uint32_t keeper = erasure::validator_of_chunk(encoded.code, options.mapping, 5, 2);
    with_backer.have_chunks.erase(keeper);
    with_backer.have_data = {20};
    EXPECT_TRUE(is_recovered(with_backer.run(), encoded));
    EXPECT_LE(with_backer.chunk_requests, encoded.code.k() + Recovery::kSystematicTries);

    // Without: from any.
    with_backer.have_data.clear();
    EXPECT_TRUE(is_recovered(with_backer.run(), encoded));
}

TEST_F(RecoveryTest, NeedsAThirdOfTheChunks) {
    for (size_t count = 8; count <= 11; ++count) {
        RecoveryRun run(encoded, options, random);
        while (run.have_chunks.size() < count) run.have_chunks.insert(static_cast<uint32_t>(random() % 30));
        const auto result = run.run();
        EXPECT_EQ(is_recovered(result, encoded), count >= 10) << count;
        if (count < 10) {
            ASSERT_TRUE(result);
            EXPECT_FALSE(std::get<Recovery::Effect::Failed>(result->v).is_invalid);
        }
    }
}

TEST_F(RecoveryTest, DoesNotTakeChunksOfLiars) {
    RecoveryRun run(encoded, options, random);
    for (uint32_t i = 0; i < 30; ++i) run.have_chunks.insert(i);
    while (run.lie.size() < 20) run.lie.insert(static_cast<uint32_t>(random() % 30));
    EXPECT_TRUE(is_recovered(run.run(), encoded));
    run.lie.insert(*std::find_if(run.have_chunks.begin(), run.have_chunks.end(),
                                 [&](uint32_t one) { return !run.lie.contains(one); }));
    EXPECT_FALSE(is_recovered(run.run(), encoded));
}

// Of five answers one had no chunk: of six that are missing one more will, so seven are asked.
TEST_F(RecoveryTest, AsksForMoreThanIsMissingAsOftenAsItFails) {
    Recovery recovery(encoded.code, options, {}, {});
    Recovery::Effects effects;
    recovery.start(0, effects);
    ASSERT_EQ(effects.size(), 10u);
    Recovery::Effects more;
    for (size_t i = 0; i < 5; ++i) {
        EXPECT_TRUE(more.empty());
        const auto& ask = std::get<Recovery::Effect::RequestChunk>(effects[i].v);
        if (i < 4) {
            recovery.on_chunk(ask.target, ask.chunk_of, encoded.chunk(ask.chunk_of._0), 0, more);
        } else {
            recovery.on_chunk(ask.target, ask.chunk_of, Recovery::NoChunk::kNone, 0, more);
        }
    }
    EXPECT_EQ(more.size(), 2u) << "five are on their way";
}

TEST_F(RecoveryTest, DoesNotWaitForTheSilent) {
    RecoveryRun run(encoded, options, random);
    for (uint32_t i = 0; i < 30; ++i) run.have_chunks.insert(i);
    while (run.silent.size() < 20) run.silent.insert(static_cast<uint32_t>(random() % 30));
    EXPECT_TRUE(is_recovered(run.run(), encoded));
}

// All chunks are under the root, and are no code of anything: who recovers from others would find other data.
TEST_F(RecoveryTest, FindsThatChunksAreNotOfOnePayload) {
    std::vector<Hash256> hashes;
    std::vector<Bytes> chunks;
    for (uint32_t i = 0; i < 30; ++i) {
        chunks.push_back(to_bytes(encoded.chunks[i]));
        if (i >= 8) chunks.back()[3] ^= static_cast<uint8_t>(i);
        hashes.push_back(hashing::blake2b_256(chunks.back()));
    }
    const erasure::Branches branches(hashes);
    options.erasure_root = branches.root();
    Recovery recovery(encoded.code, options, {}, {});
    Recovery::Effects effects;
    recovery.start(0, effects);
    while (!effects.empty() && !recovery.is_done()) {
        const Recovery::Effect effect = effects.back();
        effects.pop_back();
        if (const auto* request = std::get_if<Recovery::Effect::RequestChunk>(&effect.v)) {
            const uint32_t index = request->chunk_of._0;
            recovery.on_chunk(request->target, request->chunk_of,
                              ErasureChunk{chunks[index], index, branches.branch(index)}, 0, effects);
        } else if (const auto* rebuild = std::get_if<Recovery::Effect::Rebuild>(&effect.v)) {
            recovery.on_checked(rebuild_recovered(encoded.code, options, rebuild->chunks), 0, effects);
        }
    }
    ASSERT_FALSE(effects.empty());
    EXPECT_TRUE(std::get<Recovery::Effect::Failed>(effects.back().v).is_invalid);
}

TEST_F(RecoveryTest, ACollatorComparesTheProofsHash) {
    options.compares_pov_hash_only = true;
    options.erasure_root = {};
    EXPECT_TRUE(check_recovered(encoded.code, options, encoded.data));
    options.pov_hash = {};
    EXPECT_FALSE(check_recovered(encoded.code, options, encoded.data));
}

TEST(RecoveryAtRandom, EndsInOneWayOrTheOther) {
    auto random = test::seeded_random();
    for (int round = 0; round < 150; ++round) {
        const size_t validators = 2 + random() % 120;
        const Encoded encoded(validators, 1 + random() % 3000);
        RecoveryOptions options = encoded.options;
        if (random() % 2) {
            options.core = CoreIndex{static_cast<uint32_t>(random() % 10)};
            options.mapping = erasure::ChunkMapping::kByCore;
        }
        const auto anybody = [&] { return static_cast<uint32_t>(random() % validators); };
        if (random() % 2) options.backers = {{anybody()}, {anybody()}};
        RecoveryRun run(encoded, options, random);
        const size_t have = random() % (validators + 1);
        while (run.have_chunks.size() < have) run.have_chunks.insert(anybody());
        if (random() % 2) run.lie.insert(anybody());
        if (random() % 2 && !options.backers.empty()) run.have_data.insert(options.backers[0]._0);
        const uint32_t own = anybody();
        run.own = {{{own},
                    encoded.chunk(erasure::chunk_of_validator(encoded.code, options.mapping,
                                                              options.core ? options.core->_0 : 0, own))}};
        std::set<uint32_t> honest = run.have_chunks;
        for (const uint32_t liar : run.lie) honest.erase(liar);
        honest.insert(own);
        const auto result = run.run();
        ASSERT_TRUE(result);
        EXPECT_LE(run.most_at_once, 2 * Recovery::kParallel) << "those of a strategy that was given up among them";
        if (honest.size() >= erasure::recovery_threshold(validators).value()) {
            ASSERT_TRUE(is_recovered(result, encoded)) << "round " << round;
        }
    }
}

/// The real Asset Hub's first block, a megabyte of proof, among 300 validators. (Its receipt names no erasure root.)
TEST(RealCandidateData, IsRecoveredToTheProofThatItsReceiptNames) {
    const auto file = test::shared_data("parachain/asset-hub-first-block.json");
    if (!file) GTEST_SKIP() << test::kNoSharedData;
    const test::Json candidate = test::Json::read(*file)["candidate"];
    const auto receipt = scale::decode<CommittedCandidateReceipt>(candidate["committedReceipt"].hex()).value();
    // What validate_block takes: the parent's head, the block data, the relay parent's number and storage root.
    const Bytes parameters = candidate["validationParams"].hex();
    scale::Decoder in(parameters);
    Encoded encoded(300, 1);
    AvailableData& data = encoded.data;
    ASSERT_TRUE(scale::decode_into(in, data.validation_data.parent_head));
    ASSERT_TRUE(scale::decode_into(in, data.pov.block_data));
    const BytesView end = BytesView(parameters).last(36);
    data.validation_data.relay_parent_number = load_le<uint32_t>(end.data());
    data.validation_data.relay_parent_storage_root = *Hash256::from(end.last(32));
    data.validation_data.max_pov_size = polkadot_primitives::v5::kMaxPovSize;
    EXPECT_EQ(data.validation_data.hash(), receipt.descriptor.persisted_validation_data_hash);
    EXPECT_EQ(data.pov.hash(), receipt.descriptor.pov_hash);
    encoded.chunks = encoded.code.encode(scale::encode(data)).value();
    const erasure::Branches branches(encoded.chunks);
    encoded.options.erasure_root = branches.root();
    std::vector<std::pair<uint32_t, Bytes>> some;
    some.reserve(100);
    for (uint32_t i = 0; i < 300; i += 3) some.emplace_back(i, to_bytes(encoded.chunks[i]));
    const auto recovered = rebuild_recovered(encoded.code, encoded.options, some);
    ASSERT_TRUE(recovered);
    EXPECT_EQ(recovered->pov.hash(), receipt.descriptor.pov_hash);
    encoded.options.erasure_root = {};
    EXPECT_FALSE(rebuild_recovered(encoded.code, encoded.options, some));
}

// --- bitfields ---
// Observed: polkadot-availability-bitfield-distribution 36.0.0

namespace sr25519 = crypto::sr25519;

TEST(Bitfield, HasABitForEachCandidateWhoseChunkIsHere) {
    const auto bits = make_bitfield({candidate_hash(1), std::nullopt, candidate_hash(2), candidate_hash(3)},
                                    [](const CandidateHash& hash) { return hash != candidate_hash(2); });
    EXPECT_EQ(to_hex(scale::encode(bits)), "1009");
}

class BitfieldGossipTest : public testing::Test {
  protected:
    BitfieldGossipTest() {
        std::vector<sr25519::PublicKey> validators;
        for (uint8_t i = 0; i < 4; ++i) {
            keys.push_back(sr25519::expand(sr25519::MiniSecret(ByteArray<32>{static_cast<uint8_t>(i + 1)})));
            validators.push_back(keys.back().public_key);
        }
        gossip.activate(block_hash(1), 7, validators);
        // This node is validator 0; 1 is in its row, 2 in its column.
        gossip.set_topology(7, {{{{1}}, {{2}}}, {peer(1)}, {peer(2)}, {}});
        for (uint8_t i = 1; i <= 4; ++i) {
            gossip.connect(peer(i));
            gossip.on_view(peer(i), {{block_hash(1)}, 0}, false, effects);
        }
    }
    static PeerId peer(uint8_t number) {
        crypto::ed25519::PublicKey key;
        key.bytes.fill(number);
        return PeerId::of(key);
    }
    BitfieldMessage::Bitfield bitfield(uint32_t validator, uint8_t bits = 1, SessionIndex session = 7) const {
        BitfieldMessage::Bitfield out{block_hash(1), {}};
        out.bitfield.validator_index = {validator};
        for (int i = 0; i < 3; ++i) out.bitfield.payload._0.push_back((bits >> i & 1) != 0);
        const Bytes payload = out.bitfield.signing_payload({session, block_hash(1)});
        out.bitfield.signature._0._0 = sr25519::sign(keys[validator], payload, {}).bytes;
        return out;
    }
    BitfieldGossip::Verdict receive(uint8_t from, const BitfieldMessage::Bitfield& message) {
        effects.clear();
        return gossip.on_message(peer(from), message, [](size_t, size_t) { return false; }, effects);
    }
    std::vector<PeerId> receivers() const {
        for (const auto& effect : effects) {
            if (const auto* send = std::get_if<BitfieldGossip::Effect::Send>(&effect.v)) return send->peers;
        }
        return {};
    }
    using Verdict = BitfieldGossip::Verdict;
    using Peers = std::vector<PeerId>;

    std::vector<sr25519::KeyPair> keys;
    BitfieldGossip gossip;
    BitfieldGossip::Effects effects;
};

TEST_F(BitfieldGossipTest, TheOwnOneGoesToRowAndColumn) {
    gossip.distribute(bitfield(0), [](size_t, size_t) { return false; }, effects);
    auto expected = Peers{peer(1), peer(2)};
    std::sort(expected.begin(), expected.end());
    EXPECT_EQ(receivers(), expected);
    EXPECT_TRUE(std::holds_alternative<BitfieldGossip::Effect::Provide>(effects[0].v));
}

TEST_F(BitfieldGossipTest, FromTheRowItGoesOnToTheColumn) {
    EXPECT_EQ(receive(1, bitfield(1)), Verdict::kNew);
    EXPECT_EQ(receivers(), Peers{peer(2)});
    EXPECT_EQ(receive(3, bitfield(2)), Verdict::kNew) << "whoever brings it: the signer decides";
    EXPECT_EQ(receivers(), Peers{peer(1)});
    EXPECT_EQ(receive(4, bitfield(3)), Verdict::kNew);
    EXPECT_EQ(receivers(), Peers{}) << "of a validator that is no neighbour";
}

TEST_F(BitfieldGossipTest, SomeMoreGetItByChance) {
    effects.clear();
    gossip.on_message(peer(4), bitfield(3), [](size_t, size_t) { return true; }, effects);
    EXPECT_EQ(receivers().size(), 3u) << "all but the sender";
}

TEST_F(BitfieldGossipTest, IsCheckedOnce) {
    EXPECT_EQ(receive(1, bitfield(1)), Verdict::kNew);
    EXPECT_EQ(receive(1, bitfield(1)), Verdict::kDuplicate);
    EXPECT_EQ(receive(1, bitfield(1, 2)), Verdict::kDuplicate) << "one a validator and peer";
    EXPECT_EQ(receive(2, bitfield(1)), Verdict::kKnown);
    EXPECT_EQ(receive(3, bitfield(1, 2)), Verdict::kOther);
    EXPECT_EQ(receive(4, bitfield(2, 1, 8)), Verdict::kWrongSignature) << "of another session";
    auto message = bitfield(2);
    message.bitfield.validator_index = {4};
    EXPECT_EQ(receive(4, message), Verdict::kWrongIndex);
    message.relay_parent = block_hash(2);
    EXPECT_EQ(receive(4, message), Verdict::kNotInView);
    gossip.activate(block_hash(2), 7, {});
    EXPECT_EQ(receive(4, message), Verdict::kNoValidators);
    gossip.deactivate(block_hash(1));
    EXPECT_EQ(receive(4, bitfield(2)), Verdict::kNotInView);
}

TEST_F(BitfieldGossipTest, APeerGetsWhatItLacksWhenItHasTheBlock) {
    EXPECT_EQ(receive(3, bitfield(3)), Verdict::kNew);
    gossip.on_view(peer(2), {{}, 0}, false, effects);
    effects.clear();
    gossip.on_view(peer(2), {{block_hash(1)}, 0}, false, effects);
    EXPECT_EQ(receivers(), Peers{peer(2)});
    effects.clear();
    gossip.on_view(peer(2), {{}, 0}, false, effects);
    gossip.on_view(peer(2), {{block_hash(1)}, 0}, false, effects);
    EXPECT_TRUE(effects.empty()) << "once";
    gossip.on_view(peer(4), {{}, 0}, false, effects);
    gossip.on_view(peer(4), {{block_hash(1)}, 0}, false, effects);
    EXPECT_TRUE(effects.empty()) << "it is no neighbour";
    gossip.on_view(peer(4), {{}, 0}, false, effects);
    gossip.on_view(peer(4), {{block_hash(1)}, 0}, true, effects);
    EXPECT_EQ(receivers(), Peers{peer(4)}) << "but lucky";
    gossip.disconnect(peer(4));
    effects.clear();
    gossip.on_view(peer(4), {{block_hash(1)}, 0}, true, effects);
    EXPECT_TRUE(effects.empty());
}

}  // namespace
}  // namespace serinus::parachain
