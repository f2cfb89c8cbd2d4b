#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "chain/import/inherents.hpp"
#include "chain/import/refusal_reason.hpp"
#include "chain/import/refusal_test_support.hpp"
#include "codec/scale.hpp"
#include "consensus/aura/verifier.hpp"
#include "crypto/ed25519.hpp"
#include "crypto/sr25519.hpp"

namespace serinus::consensus::aura {
namespace {

using chain::ChainError;
using chain::IsRefused;
using chain::RefusalReason;
using primitives::Header;
using testing::HasSubstr;

class Runtime final : public chain::Ancestry {
  public:
    Result<std::optional<Header>, ChainError> find_header(const Hash256&) override { return std::optional<Header>(); }
    Result<Bytes, ChainError> call_at_parent(std::string_view method, BytesView arguments) override {
        EXPECT_EQ(method, "AuraApi_authorities");
        EXPECT_TRUE(arguments.empty());
        return answer;
    }
    Bytes answer;
};

class Aura : public testing::Test {
  protected:
    Aura() {
        std::vector<ByteArray<32>> list;
        for (uint8_t i = 0; i < 3; ++i) {
            crypto::sr25519::MiniSecret secret;
            secret.reveal_mutable()[0] = i;
            keys.push_back(crypto::sr25519::expand(secret));
            list.push_back(keys.back().public_key.bytes);
        }
        runtime.answer = scale::encode(list);
    }

    Header authored(uint64_t slot, size_t by) {
        Header header;
        header.number = 1;
        header.digest.emplace_back(primitives::digest::PreRuntime{primitives::kAuraEngine, scale::encode(slot)});
        const auto signature = crypto::sr25519::sign(keys[by], primitives::header_hash(header).bytes, {});
        header.digest.emplace_back(primitives::digest::Seal{primitives::kAuraEngine, to_bytes(signature.bytes)});
        return header;
    }

    chain::MaybeRefusal check(const Header& header, KeyKind kind = KeyKind::kSr25519,
                              std::function<uint64_t()> now = {}) {
        Verifier verifier(kind, 12000, std::move(now));
        const Header parent;
        const auto verdict = verifier.check({parent, {}, {}, header, {}}, runtime);
        EXPECT_TRUE(verdict) << verdict.error().reason;
        return verdict ? verdict->refusal : std::nullopt;
    }

    std::vector<crypto::sr25519::KeyPair> keys;
    Runtime runtime;
};

// Observed: polkadot-stable2407: sc-consensus-aura. The author of a slot is the authority at slot modulo their number.
TEST_F(Aura, TheAuthoritiesTakeTurns) {
    for (uint64_t slot = 100; slot < 106; ++slot) {
        for (size_t by = 0; by < 3; ++by) {
            EXPECT_EQ(check(authored(slot, by)) == std::nullopt, slot % 3 == by);
        }
    }
    EXPECT_THAT(check(authored(100, 0)),
                IsRefused(RefusalReason::kBadSeal, "not the signature of authority 1, whose turn slot 100 is"));
}

TEST_F(Aura, EachFaultHasItsReason) {
    Header header = authored(99, 0);
    EXPECT_EQ(check(header), std::nullopt);
    EXPECT_THAT(check(header, KeyKind::kEd25519), IsRefused(RefusalReason::kBadSeal, "not the signature"));
    EXPECT_THAT(check(header, KeyKind::kSr25519, [] { return 97ull * 12000; }),
                IsRefused(RefusalReason::kSlotInFuture, "in the future"));
    EXPECT_EQ(check(header, KeyKind::kSr25519, [] { return 98ull * 12000; }), std::nullopt);
    EXPECT_THAT(check(authored(99, 1), KeyKind::kSr25519, [] { return 97ull * 12000; }),
                IsRefused(RefusalReason::kBadSeal, "not the signature"))
        << "anybody can write a header of the future";
    Header twice = header;
    twice.digest.insert(twice.digest.begin(), twice.digest.front());
    EXPECT_THAT(check(twice), IsRefused(RefusalReason::kBadDigest, "two Aura pre-digests"));
    // What cannot be decoded is ignored, and bytes behind a value too. Observed: polkadot-stable2407: find_pre_digest
    // of sc_consensus_aura
    Header with_cut_item = header;
    const primitives::digest::PreRuntime cut{primitives::kAuraEngine, Bytes(7)};
    with_cut_item.digest.insert(with_cut_item.digest.begin(), cut);
    EXPECT_THAT(check(with_cut_item), IsRefused(RefusalReason::kBadSeal, "not the signature"))
        << "it was signed without the item";
    Header longer_seal = header;
    append(std::get<primitives::digest::Seal>(longer_seal.digest.back()).data, Bytes{1});
    EXPECT_EQ(check(longer_seal), std::nullopt);
    Header unsealed = header;
    unsealed.digest.pop_back();
    EXPECT_THAT(check(unsealed), IsRefused(RefusalReason::kBadSeal, "it has no seal"));
    Header other = unsealed;
    other.digest.emplace_back(primitives::digest::Seal{primitives::kBabeEngine, Bytes(64)});
    EXPECT_THAT(check(other), IsRefused(RefusalReason::kBadSeal, "its seal is not of Aura"));
    Header none = header;
    none.digest.erase(none.digest.begin());
    EXPECT_THAT(check(none), IsRefused(RefusalReason::kBadDigest, "it has no Aura pre-digest"));
    EXPECT_THAT(check({}), IsRefused(RefusalReason::kBadDigest, "it has no Aura pre-digest"));
    runtime.answer = {0};
    const auto failed = Verifier(KeyKind::kSr25519, 12000).check({Header(), {}, {}, header, {}}, runtime);
    ASSERT_FALSE(failed);
    EXPECT_THAT(failed.error().reason, HasSubstr("AuraApi_authorities"));
}

// Observed: import of sc_consensus_aura, polkadot v1.0.0
TEST_F(Aura, TheInherentsAreCheckedByTheTimeAndTheSlot) {
    const Header header = authored(99, 0);
    const auto inherents = [&](Verifier verifier) {
        const auto verdict = verifier.check({Header(), {}, {}, header, {}}, runtime);
        EXPECT_TRUE(verdict && verdict->good());
        return scale::decode<chain::InherentData>(verdict->inherents).value();
    };
    const auto expected = [](uint64_t time_ms) {
        return chain::InherentData{{chain::kTimestampInherent, scale::encode(time_ms)},
                                   {chain::kAuraInherent, scale::encode(uint64_t{99})}};
    };
    EXPECT_EQ(inherents(Verifier(KeyKind::kSr25519, 12000, [] { return uint64_t{1'190'000}; })), expected(1'190'000));
    EXPECT_EQ(inherents(Verifier(KeyKind::kSr25519, 12000)), expected(99 * 12000)) << "without a clock";
}

TEST_F(Aura, Ed25519KeysSignToo) {
    const crypto::ed25519::Seed seed;
    runtime.answer = scale::encode(std::vector<ByteArray<32>>{crypto::ed25519::public_key_of(seed).bytes});
    Header header;
    header.digest.emplace_back(primitives::digest::PreRuntime{primitives::kAuraEngine, Bytes(8)});
    const auto signature = crypto::ed25519::sign(seed, primitives::header_hash(header).bytes);
    header.digest.emplace_back(primitives::digest::Seal{primitives::kAuraEngine, to_bytes(signature.bytes)});
    EXPECT_EQ(check(header, KeyKind::kEd25519), std::nullopt);
    EXPECT_THAT(check(header), IsRefused(RefusalReason::kBadSeal, "not the signature"));
}

}  // namespace
}  // namespace serinus::consensus::aura
