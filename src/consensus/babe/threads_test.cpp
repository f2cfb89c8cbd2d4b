// The import queue lets other threads finish the checks of headers while the next ones begin: HeaderVerdict::rest.
#include <gtest/gtest.h>

#include <algorithm>
#include <thread>

#include "chain/import/refusal_reason.hpp"
#include "codec/scale.hpp"
#include "consensus/babe/claim.hpp"
#include "consensus/babe/verifier.hpp"
#include "crypto/sr25519.hpp"

namespace serinus::consensus::babe {
namespace {

using chain::ChainError;
using chain::HeaderVerdict;
using chain::RefusalReason;
using primitives::Header;

constexpr Slot kFirstSlot = 1000;
constexpr size_t kBlocks = 16;

class KnownHeaders final : public chain::Ancestry {
  public:
    Result<std::optional<Header>, ChainError> find_header(const Hash256& hash) override {
        const auto found = std::ranges::find(headers, hash, primitives::header_hash);
        return found == headers.end() ? std::nullopt : std::optional(*found);
    }
    Result<Bytes, ChainError> call_at_parent(std::string_view, BytesView) override {
        return Err(ChainError{ChainError::Kind::kRuntime, "BABE needs no call"});
    }
    std::vector<Header> headers;
};

/// A child of `parent`; a wrong seal if it is not `honest`.
Header author(const Header& parent, Slot slot, const crypto::sr25519::KeyPair& key, bool honest) {
    Header header;
    header.parent_hash = primitives::header_hash(parent);
    header.number = parent.number.value + 1;
    header.digest.emplace_back(
        primitives::digest::PreRuntime{primitives::kBabeEngine, scale::encode(PreDigest(SecondaryPlain{0, slot}))});
    if (slot == kFirstSlot) {
        const ConsensusLog log = NextEpoch{{{key.public_key, 1}}, {}};
        header.digest.emplace_back(primitives::digest::Consensus{primitives::kBabeEngine, scale::encode(log)});
    }
    const Hash256 hash = honest ? primitives::header_hash(header) : Hash256();
    const auto signature = crypto::sr25519::sign(key, hash.bytes, {});
    header.digest.emplace_back(primitives::digest::Seal{primitives::kBabeEngine, to_bytes(signature.bytes)});
    return header;
}

TEST(BabeThreads, OtherThreadsFinishChecksWhileTheNextBegin) {
    crypto::sr25519::MiniSecret secret;
    secret.reveal_mutable()[0] = 1;
    const auto key = crypto::sr25519::expand(secret);
    Verifier verifier({6000, 600, {1, 4}, {{key.public_key, 1}}, {}, AllowedSlots::kSecondaryPlain});
    KnownHeaders headers;
    Header best;
    Bytes record;
    std::vector<HeaderVerdict> verdicts(kBlocks);
    size_t left_to_threads = 0;
    {
        std::vector<std::jthread> threads;
        for (size_t i = 0; i < kBlocks; ++i) {
            const Header header = author(best, kFirstSlot + i, key, i % 4 != 3);
            const Hash256 parent_hash = primitives::header_hash(best), hash = primitives::header_hash(header);
            auto verdict = verifier.begin({best, parent_hash, record, header, hash}, headers);
            ASSERT_TRUE(verdict) << verdict.error().reason;
            ASSERT_TRUE(verdict->good()) << i << ": " << text_of(verdict->refusal);
            record = verdict->record;
            best = header;
            headers.headers.push_back(header);
            left_to_threads += verdict->rest ? 1 : 0;
            verdicts[i] = *std::move(verdict);
            threads.emplace_back([&one = verdicts[i]] { one.finish(); });
        }
    }
    EXPECT_EQ(left_to_threads, kBlocks);
    for (size_t i = 0; i < kBlocks; ++i) {
        const auto expected = i % 4 == 3 ? std::optional(RefusalReason::kBadSeal) : std::nullopt;
        EXPECT_EQ(reason_of(verdicts[i].refusal), expected) << i;
    }
}

}  // namespace
}  // namespace serinus::consensus::babe
