// The heap of orders, step by step as Rust's. Figures were made with alloc::collections::BinaryHeap of Rust 1.95, by
// the steps that stand here.
#include "runtime/pallets/parachains/on_demand/binary_heap.hpp"

#include <gtest/gtest.h>

namespace serinus::polkadot_runtime_parachains::on_demand::types {
namespace {

using Heap = BinaryHeap<uint32_t>;
using Array = std::vector<uint32_t>;

TEST(OrdersHeap, IsAnArrayThatEachStepArrangesAsRustDoes) {
    Heap heap;
    for (const uint32_t value : {3u, 1u, 4u, 1u, 5u, 9u, 2u, 6u, 5u, 3u, 5u}) heap.push(value);
    EXPECT_EQ(heap.data(), (Array{9, 6, 5, 5, 5, 3, 2, 1, 4, 1, 3}));
    EXPECT_EQ(heap.pop(), 9u);
    EXPECT_EQ(heap.data(), (Array{6, 5, 5, 5, 3, 3, 2, 1, 4, 1}));
    EXPECT_EQ(*heap.peek(), 6u);
}

/// Equal if its keys are: tags tell which of equal elements stands where.
struct Tagged {
    uint32_t key{};
    uint32_t tag{};
    friend auto operator<=>(const Tagged& a, const Tagged& b) { return a.key <=> b.key; }
};

/// FNV-1a over 64 bits.
class Fingerprint {
  public:
    void add(const BinaryHeap<Tagged>& heap) {
        for (const Tagged& element : heap.data()) {
            word(element.key);
            word(element.tag);
        }
        byte(0xff);
    }
    uint64_t value() const { return hash_; }

  private:
    void word(uint32_t word) {
        for (int i = 0; i < 4; ++i) byte(static_cast<uint8_t>(word >> 8 * i));
    }
    void byte(uint8_t next) {
        hash_ = static_cast<uint64_t>(static_cast<unsigned __int128>(hash_ ^ next) * 0x100'0000'01b3);
    }
    uint64_t hash_ = 0xcbf2'9ce4'8422'2325;
};

TEST(OrdersHeap, OfTwentyThousandRandomStepsIsThatOfRust) {
    uint64_t state = 1;
    const auto next = [&] {
        state = static_cast<uint64_t>(static_cast<unsigned __int128>(state) * 6'364'136'223'846'793'005 +
                                      1'442'695'040'888'963'407);
        return static_cast<uint32_t>(state >> 33);
    };
    using Elements = std::vector<Tagged>;
    BinaryHeap<Tagged> a, b;
    Fingerprint fingerprint;
    uint32_t tag = 0;
    std::vector<std::tuple<size_t, size_t, uint64_t>> seen;
    for (uint32_t step = 1; step <= 20'000; ++step) {
        const uint32_t kind = next() % 16;
        if (kind <= 6) {
            a.push({next() % 64, tag++});
        } else if (kind <= 9) {
            b.push({next() % 64, tag++});
        } else if (kind <= 11) {
            a.pop();
        } else if (kind == 12) {
            b.pop();
        } else if (kind == 13) {
            const uint32_t wanted = next() % 8;
            auto [chosen, others] = std::move(a).partition([&](const Tagged& one) { return one.key % 8 == wanted; });
            b.append(std::move(chosen));
            a = std::move(others);
        } else if (kind == 14) {
            if (next() % 4 == 0) a.append(std::move(b));
        } else {
            b = BinaryHeap<Tagged>(Elements(b.data()));
            if (next() % 64 == 0) a = BinaryHeap<Tagged>(Elements(a.data().rbegin(), a.data().rend()));
        }
        if (a.size() > 3'000) a = {};
        fingerprint.add(a);
        fingerprint.add(b);
        if (step % 5'000 == 0) seen.emplace_back(a.size(), b.size(), fingerprint.value());
    }
    const decltype(seen) rust = {{990, 1130, 0x7921'8bcb'af59'7118},
                                 {946, 304, 0x9846'6e28'6f2f'128d},
                                 {267, 155, 0x1bcc'8517'62c2'5586},
                                 {1394, 1283, 0x28b7'76a4'93fc'bc19}};
    EXPECT_EQ(seen, rust);
}

TEST(OrdersHeap, IsASequenceInTheOrderOfItsArray) {
    Heap heap;
    for (const uint32_t value : {3u, 1u, 4u}) heap.push(value);
    EXPECT_EQ(scale::encode(heap), scale::encode(heap.data()));
    const auto decoded = scale::decode<Heap>(scale::encode(heap));
    ASSERT_TRUE(decoded);
    EXPECT_EQ(*decoded, heap);
    EXPECT_EQ(scale::decode<Heap>(scale::encode(Array{1, 2, 3}))->data(), (Array{3, 2, 1}));
    EXPECT_FALSE(scale::decode<Heap>(Bytes{8, 1, 0, 0, 0}));
}

}  // namespace
}  // namespace serinus::polkadot_runtime_parachains::on_demand::types
