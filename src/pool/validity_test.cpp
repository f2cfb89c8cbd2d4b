#include "pool/validity.hpp"

#include <gtest/gtest.h>

#include "base/hex.hpp"
#include "codec/scale.hpp"

namespace serinus::pool {
namespace {

using Kind = PoolError::Kind;

// Spec: sect-rte-validate-transaction, defn-valid-transaction. What the real Kusama runtime answers to a transfer with
// a nonce that is two too high: it requires the tag of the nonce before it, an account and a number.
TEST(Validity, OfAGoodTransactionHasPriorityTagsLongevityAndPropagation) {
    const auto answer = from_hex(
        "00"                // Ok
        "a086010000000000"  // priority 100000
        "04"
        "20aabbccdd01000000"
        "08"
        "20aabbccdd02000000"
        "04ff"
        "4000000000000000"  // 64 blocks
        "01");
    const auto valid = decode_validity(*answer);
    ASSERT_TRUE(valid);
    EXPECT_EQ(valid->priority, 100'000u);
    EXPECT_EQ(valid->requires_tags, std::vector<Tag>{*from_hex("aabbccdd01000000")});
    EXPECT_EQ(valid->provides_tags, (std::vector<Tag>{*from_hex("aabbccdd02000000"), {0xff}}));
    EXPECT_EQ(valid->longevity, 64u);
    EXPECT_TRUE(valid->propagate);
}

struct ErrorCase {
    const char* answer;
    ValidityError error;
    const char* text;
};

// Spec: defn-rte-transaction-validity-error, defn-rte-invalid-transaction, defn-rte-unknown-transaction
TEST(Validity, OfABadTransactionSaysWhy) {
    const ErrorCase cases[] = {
        {"010000", {false, 0, 0}, "Transaction call is not expected"},
        {"010001", {false, 1, 0}, "Inability to pay some fees (e.g. account balance too low)"},
        {"010002", {false, 2, 0}, "Transaction will be valid in the future"},
        {"010003", {false, 3, 0}, "Transaction is outdated"},
        {"010004", {false, 4, 0}, "Transaction has a bad signature"},
        {"010005", {false, 5, 0}, "Transaction has an ancient birth block"},
        {"010006", {false, 6, 0}, "Transaction would exhaust the block limits"},
        {"0100072a", {false, 7, 42}, "InvalidTransaction custom error"},
        {"010008", {false, 8, 0}, "A call was labelled as mandatory, but resulted in an Error."},
        {"010009", {false, 9, 0}, "Transaction dispatch is mandatory; transactions must not be validated."},
        {"01000a", {false, 10, 0}, "Invalid signing address"},
        {"01000b", {false, 11, 0}, "The implicit data was unable to be calculated"},
        {"01000c", {false, 12, 0}, "The transaction extension did not authorize any origin"},
        {"010100", {true, 0, 0}, "Could not lookup information required to validate the transaction"},
        {"010101", {true, 1, 0}, "Could not find an unsigned validator for the unsigned transaction"},
        {"01010207", {true, 2, 7}, "UnknownTransaction custom error"},
    };
    for (const auto& [answer, error, text] : cases) {
        const auto verdict = decode_validity(*from_hex(answer));
        ASSERT_FALSE(verdict) << answer;
        EXPECT_EQ(verdict.error().kind, error.unknown ? Kind::kUnknownValidity : Kind::kInvalid) << answer;
        EXPECT_EQ(verdict.error().validity, error) << answer;
        EXPECT_EQ(verdict.error().reason, text);
    }
}

TEST(Validity, BytesThatAreNoAnswerAreAFailureAndNoVerdict) {
    for (const char* answer : {"", "02", "01", "0100", "0102", "01000d", "010007", "010103", "010102", "01000000"}) {
        const auto verdict = decode_validity(*from_hex(answer));
        ASSERT_FALSE(verdict) << answer;
        EXPECT_EQ(verdict.error().kind, Kind::kInternal) << answer;
    }
    Bytes good = {0};
    append(good, scale::encode(ValidTransaction{7, {{1, 2}}, {{3}}, 9, false}));
    EXPECT_TRUE(decode_validity(good));
    for (size_t size = 0; size < good.size(); ++size) {
        EXPECT_FALSE(decode_validity(BytesView(good).first(size))) << size;
    }
    good.push_back(0);
    EXPECT_FALSE(decode_validity(good));
}

// Spec: defn-transaction-source
TEST(Validity, SourcesAreEncodedByTheirNumber) {
    EXPECT_EQ(scale::encode(TransactionSource::kInBlock), Bytes{0});
    EXPECT_EQ(scale::encode(TransactionSource::kLocal), Bytes{1});
    EXPECT_EQ(scale::encode(TransactionSource::kExternal), Bytes{2});
}

// BLAKE2b-256 of 0c010203 by Python's hashlib: the length is part of what tools call the hash of an extrinsic.
TEST(ExtrinsicHash, CoversTheLength) {
    EXPECT_EQ(to_hex(hash_of(Bytes{1, 2, 3})), "cafaf4adaf3920beca6db486d8ee24759066fcc25bd7953e2a4bd4f71c36f9cd");
}

}  // namespace
}  // namespace serinus::pool
