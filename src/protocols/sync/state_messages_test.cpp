#include "protocols/sync/state_messages.hpp"

#include <gtest/gtest.h>

#include "base/hex.hpp"

namespace serinus::network::sync {
namespace {

using wire::ProtobufError;
using wire::ProtobufWriter;

// Spec: sect-msg-state-request
TEST(StateMessages, ARequestHasABlockAndWhereTheRangeBegins) {
    const StateRequest request{*Hash256::from(Bytes(32, 0xaa)), {{1, 2}, {}}, true};
    EXPECT_EQ(to_hex(encode(request)), "0a20" + std::string(64, 'a') + "1202010212001801");
    EXPECT_EQ(*decode_state_request(encode(request)), request);
    const StateRequest plain{Hash256(), {}, false};
    EXPECT_EQ(*decode_state_request(encode(plain)), plain);
    EXPECT_EQ(decode_state_request({}).error(), ProtobufError::kMissingField);
    EXPECT_EQ(decode_state_request(Bytes{0x0a, 0x00}).error(), ProtobufError::kBadValue);
    const StateRequest deep{Hash256(), {{1}, {2}, {3}}, false};
    EXPECT_EQ(decode_state_request(encode(deep)).error(), ProtobufError::kBadValue);
}

TEST(StateMessages, AnAnswerHasACompactProof) {
    const trie::CompactProof proof{{1, 2}, {3}};
    const Bytes encoded = encode_state_answer(proof);
    EXPECT_EQ(to_hex(encoded), "1206080801020403");
    EXPECT_EQ(*decode_state_proof(encoded), proof);
    EXPECT_EQ(decode_state_proof({}).error(), StateAnswerError::kNoProof);
    EXPECT_EQ(decode_state_proof(Bytes{0x12, 0x00}).error(), StateAnswerError::kNoProof);
    EXPECT_EQ(decode_state_proof(Bytes{0x12, 0x01, 0x08}).error(), StateAnswerError::kMalformed);
    EXPECT_EQ(decode_state_proof(Bytes{0x12}).error(), StateAnswerError::kMalformed);
}

TEST(StateMessages, AnAnswerWithoutProofHasEntriesByTrie) {
    state::RangeEntries entries;
    entries.levels.push_back({.root = {}, .entries = {{{1}, {2}}}, .is_complete = true});
    entries.levels.push_back({.root = {9}, .entries = {}, .is_complete = false});
    EXPECT_EQ(to_hex(encode_state_answer(entries)),
              "0a0c0a0012060a01011201021801"
              "0a030a0109");
}

}  // namespace
}  // namespace serinus::network::sync
