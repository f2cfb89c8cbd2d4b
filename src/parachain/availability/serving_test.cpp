// Answers from what is stored.
// Observed: polkadot-availability-distribution 36.0.0, responder.rs
#include "parachain/availability/serving.hpp"

#include <gtest/gtest.h>

#include "parachain/candidates/candidates_test_support.hpp"

namespace serinus::parachain {
namespace {

class Table : public AvailableStore {
  public:
    std::optional<ErasureChunk> find_chunk(const CandidateHash& candidate, ValidatorIndex validator) const override {
        const auto found = chunks.find({candidate, validator});
        if (found == chunks.end()) return std::nullopt;
        return found->second;
    }
    std::optional<AvailableData> find_data(const CandidateHash& candidate) const override {
        const auto found = data.find(candidate);
        if (found == data.end()) return std::nullopt;
        return found->second;
    }
    std::map<std::pair<CandidateHash, ValidatorIndex>, ErasureChunk> chunks;
    std::map<CandidateHash, AvailableData> data;
};

class Serving : public testing::Test {
  protected:
    Serving() {
        store.chunks[{one, {2}}] = {{1, 2, 3}, 9, {}};
        store.data[one] = {{{7, 8}}, {head_of("a"), 3, block_hash(4), 5}};
    }
    template <class Response, class Request>
    Response ask(RequestKind kind, const Request& request) const {
        return scale::decode<Response>(answer_from_store(kind, scale::encode(request), store).value()).value();
    }
    CandidateHash one{block_hash(1)}, other{block_hash(2)};
    Table store;
};

TEST_F(Serving, GivesAChunkByItsValidator) {
    const auto chunk = ask<ChunkResponseV2>(RequestKind::kChunkV2, ChunkRequest{one, {2}});
    EXPECT_EQ(std::get<ErasureChunk>(chunk).index, 9u) << "which one it is depends on the core";
    const auto old = ask<ChunkResponseV1>(RequestKind::kChunkV1, ChunkRequest{one, {2}});
    EXPECT_EQ(std::get<ChunkWithoutIndex>(old).chunk, (Bytes{1, 2, 3}));
    EXPECT_EQ(ask<ChunkResponseV2>(RequestKind::kChunkV2, ChunkRequest{one, {3}}), ChunkResponseV2{NoSuchData{}});
    EXPECT_EQ(ask<ChunkResponseV1>(RequestKind::kChunkV1, ChunkRequest{other, {2}}), ChunkResponseV1{NoSuchData{}});
}

TEST_F(Serving, GivesProofsAndData) {
    EXPECT_EQ(ask<PovResponse>(RequestKind::kPov, PovRequest{one}), PovResponse{store.data[one].pov});
    EXPECT_EQ(ask<PovResponse>(RequestKind::kPov, PovRequest{other}), PovResponse{NoSuchData{}});
    EXPECT_EQ(ask<AvailableDataResponse>(RequestKind::kAvailableData, AvailableDataRequest{one}),
              AvailableDataResponse{store.data[one]});
    EXPECT_EQ(ask<AvailableDataResponse>(RequestKind::kAvailableData, AvailableDataRequest{other}),
              AvailableDataResponse{NoSuchData{}});
}

TEST_F(Serving, AnswersNothingToWhatDoesNotDecode) {
    for (const RequestKind kind : {RequestKind::kChunkV1, RequestKind::kChunkV2, RequestKind::kPov,
                                   RequestKind::kAvailableData, RequestKind::kDispute}) {
        EXPECT_FALSE(answer_from_store(kind, Bytes(31), store));
        EXPECT_FALSE(answer_from_store(kind, Bytes(37), store)) << "and nothing may follow";
    }
}

TEST_F(Serving, DataThatIsTooLargeIsAsIfItWereNotThere) {
    store.data[one].pov.block_data = Bytes(request_protocol(RequestKind::kPov).max_response_size);
    EXPECT_EQ(ask<PovResponse>(RequestKind::kPov, PovRequest{one}), PovResponse{NoSuchData{}});
}

}  // namespace
}  // namespace serinus::parachain
