// What may still be fetched for a core. Observed: polkadot-collator-protocol 36.0.0
#include "parachain/collation/claims.hpp"

#include <gtest/gtest.h>

#include "tests/support/random.hpp"

namespace serinus::parachain {
namespace {

constexpr ParaId kA{1};
constexpr ParaId kB{2};

Hash256 block(size_t depth) {
    Hash256 out;
    out[0] = static_cast<uint8_t>(depth + 1);
    return out;
}

std::vector<std::optional<Hash256>> chain(size_t length) {
    std::vector<std::optional<Hash256>> out;
    out.reserve(length);
    for (size_t i = 0; i < length; ++i) out.emplace_back(block(i));
    return out;
}

std::vector<std::optional<ParaId>> free_of(const CoreClaims& claims) {
    std::vector<std::optional<ParaId>> out;
    out.reserve(claims.size());
    for (size_t i = 0; i < claims.size(); ++i) out.push_back(claims.free_at(i));
    return out;
}
using Free = std::vector<std::optional<ParaId>>;

TEST(CoreClaimsTest, ReachLessFromOlderParents) {
    const std::vector<ParaId> queue{kA, kB, kA};
    EXPECT_EQ(count_claims(queue, 3, 0, kA), 2U);
    EXPECT_EQ(count_claims(queue, 3, 1, kA), 1U);
    EXPECT_EQ(count_claims(queue, 3, 2, kB), 0U);
    EXPECT_EQ(count_claims(queue, 3, 3, kA), 0U);
    EXPECT_EQ(count_claims(queue, 3, 9, kA), 0U);
    EXPECT_EQ(count_claims(queue, 5, 2, kA), 2U) << "a queue shorter than the lookahead";
    const CoreClaims claims(chain(3), queue, 3);
    EXPECT_EQ(claims.parents_reaching(0), (std::vector{block(0), block(1), block(2)}));
    EXPECT_EQ(claims.parents_reaching(2), std::vector{block(0)});
}

TEST(CoreClaimsTest, LeaveWhatOlderParentsReach) {
    const std::vector<ParaId> queue{kA, kA, kA};
    CoreClaims claims(chain(3), queue, 3);
    const std::vector<CoreClaims::Consumer> consumers{{block(0), kA}, {block(2), kA}, {block(9), kA}, {block(0), kB}};
    claims.allocate(consumers);
    EXPECT_EQ(free_of(claims), (Free{std::nullopt, kA, std::nullopt}));
    EXPECT_FALSE(claims.reserve(block(2), kA)) << "what it reaches is taken";
    EXPECT_TRUE(claims.reserve(block(1), kA));
    EXPECT_FALSE(claims.reserve(block(0), kA));
}

TEST(CoreClaimsTest, SkipParentsOfOtherCores) {
    auto parents = chain(3);
    parents[1] = std::nullopt;
    const std::vector<ParaId> queue{kA, kA};
    CoreClaims claims(parents, queue, 4);
    EXPECT_EQ(free_of(claims), (Free{kA, kA, std::nullopt, std::nullopt}));
    EXPECT_EQ(claims.parents_reaching(1), (std::vector{block(0), block(2)}));
    EXPECT_FALSE(claims.reserve(block(1), kA));
    EXPECT_TRUE(claims.reserve(block(2), kA));
    EXPECT_EQ(free_of(claims), (Free{kA, std::nullopt, std::nullopt, std::nullopt}));
}

TEST(CoreClaimsTest, AreNothingWithoutLookahead) {
    const std::vector<ParaId> queue{kA};
    CoreClaims claims(chain(2), queue, 0);
    EXPECT_EQ(claims.size(), 0U);
    EXPECT_FALSE(claims.reserve(block(0), kA));
}

/// The most collations that find a position of their own, by augmenting paths.
class Matching {
  public:
    Matching(std::vector<ParaId> queue, std::vector<std::pair<size_t, ParaId>> consumers)
        : queue_(std::move(queue)), consumers_(std::move(consumers)), taken_by_(queue_.size()) {
        for (size_t i = 0; i < consumers_.size(); ++i) {
            std::vector<bool> seen(queue_.size());
            if (place(i, seen)) ++size;
        }
    }
    size_t size = 0;

  private:
    bool place(size_t consumer, std::vector<bool>& seen) {
        const auto& [reach, para] = consumers_[consumer];
        for (size_t i = 0; i < std::min(reach, queue_.size()); ++i) {
            if (queue_[i] != para || seen[i]) continue;
            seen[i] = true;
            if (taken_by_[i] && !place(*taken_by_[i], seen)) continue;
            taken_by_[i] = consumer;
            return true;
        }
        return false;
    }

    std::vector<ParaId> queue_;
    std::vector<std::pair<size_t, ParaId>> consumers_;
    std::vector<std::optional<size_t>> taken_by_;
};

TEST(CoreClaimsTest, AreGivenToAsManyAsCanBe) {
    auto random = test::seeded_random();
    for (int round = 0; round < 2000; ++round) {
        const size_t lookahead = 1 + random() % 6;
        std::vector<ParaId> queue(random() % (lookahead + 1));
        for (ParaId& para : queue) para = random() % 2 == 0 ? kA : kB;
        const size_t length = 1 + random() % lookahead;
        std::vector<CoreClaims::Consumer> consumers(random() % 8);
        std::vector<std::pair<size_t, ParaId>> plain;
        for (auto& [parent, para] : consumers) {
            const size_t depth = random() % length;
            parent = block(depth);
            para = random() % 2 == 0 ? kA : kB;
            plain.emplace_back(lookahead - depth, para);
        }
        CoreClaims claims(chain(length), queue, lookahead);
        claims.allocate(consumers);
        const auto count_free = [&] {
            const auto free = free_of(claims);
            return queue.size() - static_cast<size_t>(std::count(free.begin(), free.end(), std::nullopt) -
                                                      static_cast<ptrdiff_t>(lookahead - queue.size()));
        };
        ASSERT_EQ(queue.size() - count_free(), Matching(queue, plain).size);
        // What is free and reached can be had, at the parent that is asked for it.
        for (size_t i = claims.size(); i-- > 0;) {
            const auto para = claims.free_at(i);
            const auto parents = claims.parents_reaching(i);
            if (!para || parents.empty()) continue;
            const size_t before = count_free();
            ASSERT_TRUE(claims.reserve(parents[random() % parents.size()], *para));
            ASSERT_EQ(count_free(), before - 1);
        }
        ASSERT_EQ(count_free(), 0U) << "the leaf reaches all";
    }
}

}  // namespace
}  // namespace serinus::parachain
