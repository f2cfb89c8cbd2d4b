#include "erasure/code.hpp"

#include <gtest/gtest.h>

#include <bit>

#include "erasure/branches.hpp"
#include "hashing/hashing.hpp"
#include "tests/support/data.hpp"
#include "tests/support/json.hpp"
#include "tests/support/random.hpp"

namespace serinus::erasure {
namespace {

Code code_for(size_t validators, const Kernels& kernels = best_kernels()) {
    return *Code::for_validators(validators, kernels);
}

std::vector<ReceivedChunk> received(const Chunks& chunks, const std::vector<uint32_t>& indices) {
    std::vector<ReceivedChunk> out;
    for (const uint32_t index : indices) out.push_back({index, chunks[index]});
    return out;
}

std::vector<uint32_t> all_indices(size_t count) {
    std::vector<uint32_t> out(count);
    for (uint32_t i = 0; i < count; ++i) out[i] = i;
    return out;
}

/// Indices in random order.
std::vector<uint32_t> shuffled(std::mt19937_64& random, size_t count) {
    std::vector<uint32_t> out = all_indices(count);
    std::shuffle(out.begin(), out.end(), random);
    return out;
}

void expect_payload(const Result<Bytes, CodeError>& rebuilt, const Bytes& payload, const Code& code) {
    ASSERT_TRUE(rebuilt.has_value()) << to_string(rebuilt.error());
    ASSERT_EQ(rebuilt->size(), code.chunk_size(payload.size()) * code.k());
    EXPECT_TRUE(std::equal(payload.begin(), payload.end(), rebuilt->begin()));
    EXPECT_TRUE(std::all_of(rebuilt->begin() + payload.size(), rebuilt->end(), [](uint8_t byte) { return byte == 0; }));
}

// Observed: `recoverablity_subset_size` and its test in reed-solomon-novelpoly 2.0.0.
TEST(ErasureCode, ThresholdsAreThoseOfTheReference) {
    const std::pair<size_t, size_t> kRecovery[] = {{2, 1}, {3, 1},  {4, 2},    {5, 2},    {6, 2},
                                                   {8, 3}, {11, 4}, {173, 58}, {174, 58}, {175, 59}};
    for (const auto& [validators, threshold] : kRecovery)
        EXPECT_EQ(*recovery_threshold(validators), threshold) << validators;
    for (size_t validators = kMinValidators; validators <= 2000; ++validators) {
        const Code code = code_for(validators);
        EXPECT_TRUE(std::has_single_bit(code.n()) && std::has_single_bit(code.k()));
        EXPECT_TRUE(code.n() >= validators && code.n() / 2 < validators);
        EXPECT_TRUE(code.k() <= *recovery_threshold(validators) && 2 * code.k() > *recovery_threshold(validators));
        EXPECT_EQ(*systematic_threshold(validators), code.k());
        EXPECT_LE(2 * code.k(), code.n());
    }
}

TEST(ErasureCode, RefusesNumbersOfValidatorsThatItCannotServe) {
    EXPECT_EQ(Code::for_validators(0).error(), CodeError::kTooFewValidators);
    EXPECT_EQ(Code::for_validators(1).error(), CodeError::kTooFewValidators);
    EXPECT_EQ(Code::for_validators(kMaxValidators + 1).error(), CodeError::kTooManyValidators);
    EXPECT_EQ(systematic_threshold(1).error(), CodeError::kTooFewValidators);
    EXPECT_EQ(recovery_threshold(SIZE_MAX).error(), CodeError::kTooManyValidators);
}

TEST(ErasureCode, ServesAsManyValidatorsAsThereArePoints) {
    const Code code = code_for(kMaxValidators);
    EXPECT_EQ(code.n(), 65536u);
    EXPECT_EQ(code.k(), 16384u);
    auto random = test::seeded_random();
    const Bytes payload = test::random_bytes(random, 40'000);
    const Chunks chunks = *code.encode(payload);
    auto indices = shuffled(random, kMaxValidators);
    indices.resize(code.k());
    expect_payload(code.rebuild(received(chunks, indices)), payload, code);
}

// Spec: defn-erasure-encoder-decoder. Vectors on which two implementations agree.
TEST(ErasureCode, MakesTheChunksOfThePublishedVectors) {
    const auto path = test::shared_data("parachain/erasure.json");
    if (!path) GTEST_SKIP() << test::kNoSharedData;
    for (const auto& vector : test::Json::read(*path)["vectors"].items()) {
        Bytes payload(vector["payload"].unsigned_integer());
        for (size_t i = 0; i < payload.size(); ++i) payload[i] = static_cast<uint8_t>(i * 7 + i / 251 * 13 + 5);
        const size_t validators = vector["validators"].unsigned_integer();
        for (const Kernels* kernels : {&portable_kernels(), avx2_kernels(), gfni_kernels()}) {
            if (!kernels) continue;
            const Code code = code_for(validators, *kernels);
            EXPECT_EQ(code.n(), vector["n"].unsigned_integer());
            EXPECT_EQ(code.k(), vector["k"].unsigned_integer());
            const Chunks chunks = *code.encode(payload);
            EXPECT_EQ(chunks.size(), validators);
            EXPECT_EQ(chunks.chunk_size(), vector["chunkBytes"].unsigned_integer());
            Bytes all;
            for (size_t i = 0; i < chunks.size(); ++i) append(all, chunks[i]);
            const auto hash = [](BytesView bytes) { return to_bytes(hashing::blake2b_256(bytes)); };
            EXPECT_EQ(hash(all), vector["blake2bOfAllChunks"].hex()) << validators << " " << kernels->name;
            EXPECT_EQ(hash(chunks[0]), vector["firstChunkHash"].hex());
            EXPECT_EQ(hash(chunks[validators - 1]), vector["lastChunkHash"].hex());
            EXPECT_EQ(to_bytes(erasure_root(chunks)), vector["erasureRoot"].hex());
        }
    }
}

/// The value at `point` of the polynomial of least degree with these values at the points 0, 1, …: Lagrange's formula.
uint16_t interpolate(const std::vector<uint16_t>& values, uint16_t point) {
    const Field& field = Field::get();
    uint16_t sum = 0;
    for (uint16_t i = 0; i < values.size(); ++i) {
        uint16_t term = values[i];
        for (uint16_t j = 0; j < values.size(); ++j) {
            if (j == i) continue;
            term = field.multiply(term, point ^ j);
            term = field.multiply(term, field.exp(kGroupOrder - field.log(i ^ j)));
        }
        sum ^= term;
    }
    return sum;
}

TEST(ErasureCode, ChunksAreValuesOfThePolynomialThroughThePayload) {
    auto random = test::seeded_random();
    for (const size_t validators : {2, 4, 7, 10, 22, 37, 100}) {
        const Code code = code_for(validators);
        const Bytes payload = test::random_bytes(random, 2 * code.k() * 3);
        const Chunks chunks = *code.encode(payload);
        for (size_t stripe = 0; stripe < 3; ++stripe) {
            std::vector<uint16_t> values(code.k());
            for (size_t i = 0; i < values.size(); ++i) {
                const uint8_t* symbol = payload.data() + 2 * (stripe * code.k() + i);
                values[i] = static_cast<uint16_t>(symbol[0] << 8 | symbol[1]);
            }
            for (uint16_t i = 0; i < validators; ++i) {
                const BytesView symbol = chunks[i].subspan(2 * stripe, 2);
                const auto expected = i < values.size() ? values[i] : interpolate(values, i);
                ASSERT_EQ(symbol[0] << 8 | symbol[1], expected) << i << " of " << validators;
            }
        }
    }
}

TEST(ErasureCode, RebuildsFromRandomChunksForRandomNumbersOfValidators) {
    auto random = test::seeded_random();
    for (size_t round = 0; round < 60; ++round) {
        const size_t validators = round == 0 ? 2000 : test::random_between(random, 2, 2000);
        const Code code = code_for(validators);
        const Bytes payload = test::random_bytes(random, test::random_between(random, 1, 300'000));
        const Chunks chunks = *code.encode(payload);
        auto indices = shuffled(random, validators);
        indices.resize(test::random_between(random, code.k(), validators));
        SCOPED_TRACE(std::to_string(validators) + " validators, " + std::to_string(payload.size()) + " bytes, " +
                     std::to_string(indices.size()) + " chunks");
        expect_payload(code.rebuild(received(chunks, indices)), payload, code);
        if (round % 6 != 0) continue;

        const Code portable = code_for(validators, portable_kernels());
        const Chunks same = *portable.encode(payload);
        for (size_t i = 0; i < validators; ++i) ASSERT_TRUE(equal(same[i], chunks[i])) << i;
        expect_payload(portable.rebuild(received(chunks, indices)), payload, code);
    }
}

TEST(ErasureCode, RebuildsPayloadsOfAllSizesAroundStripesAndBlocks) {
    auto random = test::seeded_random();
    const Code code = code_for(25);  // stripes of 16 bytes, so rows of vector code
    for (const size_t stripes : {1, 31, 32, 33, 63, 64, 65, 127, 128, 129, 160, 200, 256, 257}) {
        for (const size_t less : {0, 1, 15}) {
            const Bytes payload = test::random_bytes(random, 16 * stripes - less);
            const Chunks chunks = *code.encode(payload);
            expect_payload(code.rebuild(received(chunks, all_indices(25))), payload, code);
            expect_payload(code.rebuild(received(chunks, {2, 4, 11, 12, 13, 19, 20, 24})), payload, code);
        }
    }
}

TEST(ErasureCode, RebuildsFromEverySubsetThatIsLargeEnough) {
    auto random = test::seeded_random();
    for (size_t validators = 2; validators <= 13; ++validators) {
        const Code code = code_for(validators);
        const Bytes payload = test::random_bytes(random, test::random_between(random, 1, 70));
        const Chunks chunks = *code.encode(payload);
        for (uint32_t subset = 0; subset < 1u << validators; ++subset) {
            std::vector<uint32_t> indices;
            for (uint32_t i = 0; i < validators; ++i) {
                if (subset >> i & 1) indices.push_back(i);
            }
            const auto rebuilt = code.rebuild(received(chunks, indices));
            if (indices.size() >= code.k()) {
                expect_payload(rebuilt, payload, code);
            } else {
                ASSERT_FALSE(rebuilt.has_value());
                EXPECT_EQ(rebuilt.error(), CodeError::kTooFewChunks);
            }
        }
    }
}

TEST(ErasureCode, MemoryOfChunksIsUsedAgain) {
    auto random = test::seeded_random();
    const Code code = code_for(30);
    Chunks chunks;
    ASSERT_TRUE(code.encode(test::random_bytes(random, 5000), chunks).has_value());
    const uint8_t* memory = chunks[0].data();
    const Bytes payload = test::random_bytes(random, 4000);
    ASSERT_TRUE(code.encode(payload, chunks).has_value());
    EXPECT_EQ(chunks[0].data(), memory);
    expect_payload(code.rebuild(received(chunks, shuffled(random, 30))), payload, code);
}

TEST(ErasureCode, RefusesBadChunksWithAReason) {
    auto random = test::seeded_random();
    const Code code = code_for(10);
    const Chunks chunks = *code.encode(test::random_bytes(random, 100));
    const auto error_with = [&](const ReceivedChunk& last) {
        std::vector<ReceivedChunk> given = received(chunks, {1, 5, 7});
        given.push_back(last);
        const auto rebuilt = code.rebuild(given);
        return rebuilt ? "none" : to_string(rebuilt.error());
    };
    EXPECT_STREQ(error_with({9, chunks[9]}), "none");
    EXPECT_STREQ(error_with({10, chunks[9]}), to_string(CodeError::kIndexOutOfRange));
    EXPECT_STREQ(error_with({UINT32_MAX, chunks[9]}), to_string(CodeError::kIndexOutOfRange));
    EXPECT_STREQ(error_with({5, chunks[5]}), to_string(CodeError::kIndexTwice));
    EXPECT_STREQ(error_with({9, {}}), to_string(CodeError::kEmptyChunk));
    EXPECT_STREQ(error_with({9, chunks[9].first(3)}), to_string(CodeError::kUnevenChunk));
    EXPECT_STREQ(error_with({9, chunks[9].first(2)}), to_string(CodeError::kChunksOfDifferentSizes));
    EXPECT_EQ(code.rebuild({}).error(), CodeError::kTooFewChunks);
    EXPECT_EQ(code.encode({}).error(), CodeError::kEmptyPayload);
}

// A chunk that is not of the payload is found by the root: by no subset of k chunks alone.
TEST(ErasureCode, AWrongChunkLeadsToAnotherRoot) {
    auto random = test::seeded_random();
    const Code code = code_for(40);
    const Bytes payload = test::random_bytes(random, 16 * 70);
    const Chunks chunks = *code.encode(payload);
    const Hash256 root = erasure_root(chunks);
    EXPECT_EQ(check_payload(code, payload, root), Verdict::kValid);
    EXPECT_EQ(check_payload(code, {}, root), Verdict::kEmptyPayload);

    auto indices = shuffled(random, 40);
    indices.resize(code.k());
    std::vector<ReceivedChunk> given = received(chunks, indices);
    Bytes wrong = to_bytes(given[3].bytes);
    wrong[test::random_between(random, 0, wrong.size() - 1)] ^= 1;
    given[3].bytes = wrong;
    EXPECT_EQ(check_payload(code, *code.rebuild(given), root), Verdict::kWrongRoot);
}

}  // namespace
}  // namespace serinus::erasure
