#include <gtest/gtest.h>

#include "erasure/field.hpp"
#include "erasure/kernels.hpp"
#include "tests/support/random.hpp"

namespace serinus::erasure {
namespace {

uint16_t random_element(std::mt19937_64& random) { return static_cast<uint16_t>(random()); }

TEST(Field, IsOne) {
    const Field& field = Field::get();
    auto random = test::seeded_random();
    for (size_t i = 0; i < 20'000; ++i) {
        const uint16_t a = random_element(random);
        const uint16_t b = random_element(random);
        const uint16_t c = random_element(random);
        EXPECT_EQ(field.multiply(a, b), field.multiply(b, a));
        EXPECT_EQ(field.multiply(a, field.multiply(b, c)), field.multiply(field.multiply(a, b), c));
        EXPECT_EQ(field.multiply(a, b ^ c), field.multiply(a, b) ^ field.multiply(a, c));
        EXPECT_EQ(field.multiply(a, 1), a);
        EXPECT_EQ(field.multiply(a, 0), 0);
        if (a != 0) EXPECT_EQ(field.multiply(a, field.exp(kGroupOrder - field.log(a))), 1);
    }
}

// A Cantor basis: b(i)^2 + b(i) = b(i - 1); coordinates of b(i) are one bit.
TEST(Field, HasACantorBasis) {
    const Field& field = Field::get();
    for (unsigned i = 1; i < 16; ++i) {
        const auto element = static_cast<uint16_t>(1u << i);
        EXPECT_EQ(field.multiply(element, element) ^ element, 1u << (i - 1)) << i;
    }
}

TEST(Field, FactorsMultiply) {
    const Field& field = Field::get();
    auto random = test::seeded_random();
    for (size_t i = 0; i < 300; ++i) {
        const uint16_t a = i == 0 ? 0 : random_element(random);
        const Factor factor = field.factor(a);
        for (size_t j = 0; j < 300; ++j) {
            const uint16_t b = random_element(random);
            ASSERT_EQ(factor.multiply(b), field.multiply(a, b)) << a << " " << b;
        }
    }
}

/// Every kernel of this machine beside the portable one, and that one beside single elements.
class KernelsTest : public testing::TestWithParam<const Kernels*> {
  protected:
    void SetUp() override {
        if (!GetParam()) GTEST_SKIP() << "this processor lacks the instructions";
    }
    std::mt19937_64 random = test::seeded_random();
};

uint16_t element_at(const Bytes& row, size_t symbol) {
    const size_t at = symbol / kGroupStripes * kGroupSize + symbol % kGroupStripes;
    return static_cast<uint16_t>(row[at] | row[at + kGroupStripes] << 8);
}

TEST_P(KernelsTest, StepsAreTheirFormulas) {
    const Field& field = Field::get();
    for (size_t groups = 1; groups <= 5; ++groups) {
        for (const uint16_t element : {uint16_t{0}, uint16_t{1}, random_element(random)}) {
            const size_t size = groups * kGroupSize;
            const Factor factor = field.factor(element);
            const Factor* given = element == 0 ? nullptr : &factor;
            const Bytes low = test::random_bytes(random, size);
            const Bytes high = test::random_bytes(random, size);

            Bytes inverse_low = low;
            Bytes inverse_high = high;
            GetParam()->inverse_step(inverse_low.data(), inverse_high.data(), size, given);
            Bytes forward_low = low;
            Bytes forward_high = high;
            GetParam()->forward_step(forward_low.data(), forward_high.data(), size, given);
            Bytes product = low;
            GetParam()->multiply(product.data(), size, factor);
            Bytes sum = low;
            GetParam()->add(sum.data(), high.data(), size);

            for (size_t i = 0; i < size / 2; ++i) {
                const uint16_t a = element_at(low, i);
                const uint16_t b = element_at(high, i);
                const auto mixed = static_cast<uint16_t>(a ^ b);
                ASSERT_EQ(element_at(inverse_high, i), mixed);
                ASSERT_EQ(element_at(inverse_low, i), a ^ field.multiply(mixed, element));
                const auto raised = static_cast<uint16_t>(a ^ field.multiply(b, element));
                ASSERT_EQ(element_at(forward_low, i), raised);
                ASSERT_EQ(element_at(forward_high, i), b ^ raised);
                ASSERT_EQ(element_at(product, i), field.multiply(a, element));
                ASSERT_EQ(element_at(sum, i), mixed);
            }
        }
    }
}

TEST_P(KernelsTest, ChunksBecomeRowsAndRowsChunks) {
    for (size_t groups = 1; groups <= 5; ++groups) {
        const Bytes chunk = test::random_bytes(random, groups * kGroupSize);
        Bytes row(chunk.size());
        GetParam()->chunk_to_row(row.data(), chunk.data(), chunk.size());
        for (size_t i = 0; i < chunk.size() / 2; ++i) {
            ASSERT_EQ(element_at(row, i), chunk[2 * i] << 8 | chunk[2 * i + 1]);
        }
        Bytes back(chunk.size());
        GetParam()->row_to_chunk(back.data(), row.data(), row.size());
        EXPECT_EQ(back, chunk);
    }
}

TEST_P(KernelsTest, StripesBecomeRowsAndRowsStripes) {
    for (const size_t row_count : {1, 2, 4, 8, 16, 64}) {
        for (size_t groups = 1; groups <= 3; ++groups) {
            const size_t row_size = groups * kGroupSize;
            const Bytes stripes = test::random_bytes(random, row_count * row_size);
            Bytes rows(stripes.size());
            GetParam()->stripes_to_rows(rows.data(), stripes.data(), row_count, row_size);
            for (size_t row = 0; row < row_count; ++row) {
                const Bytes one(rows.begin() + row * row_size, rows.begin() + (row + 1) * row_size);
                for (size_t stripe = 0; stripe < row_size / 2; ++stripe) {
                    const uint8_t* symbol = stripes.data() + 2 * (stripe * row_count + row);
                    ASSERT_EQ(element_at(one, stripe), symbol[0] << 8 | symbol[1]) << row << " of " << row_count;
                }
            }
            Bytes back(stripes.size());
            GetParam()->rows_to_stripes(back.data(), rows.data(), row_count, row_size);
            EXPECT_EQ(back, stripes);
        }
    }
}

INSTANTIATE_TEST_SUITE_P(All, KernelsTest, testing::Values(&portable_kernels(), avx2_kernels(), gfni_kernels()),
                         [](const auto& info) {
                             return std::string(std::array{"Portable", "Avx2", "Gfni"}[info.index]);
                         });

}  // namespace
}  // namespace serinus::erasure
