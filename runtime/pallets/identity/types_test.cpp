// The encodings of Identity's types, which are not all made of plain parts. Pallet: identity
#include "runtime/pallets/identity/types.hpp"

#include <gtest/gtest.h>

#include "base/hex.hpp"
#include "codec/encoding_test.hpp"

namespace serinus::pallet_identity::types {
namespace {

using Registration20 = Registration<uint128_t, 20, 100>;

TEST(IdentityData, SaysItsLengthByItsVariant) {
    EXPECT_EQ(to_hex(scale::encode(Data{})), "00");
    EXPECT_EQ(to_hex(scale::encode(Data::raw({}))), "01");
    EXPECT_EQ(to_hex(scale::encode(Data::raw(as_bytes("abc")))), "04616263");
    EXPECT_EQ(to_hex(scale::encode(Data::raw(Bytes(32, 7)))), "21" + to_hex(Bytes(32, 7)));
    EXPECT_EQ(to_hex(scale::encode(Data::raw(Bytes(33, 7)))), "21" + to_hex(Bytes(32, 7)));
    for (uint8_t kind = Data::kBlakeTwo256; kind <= Data::kShaThree256; ++kind) {
        Bytes encoded(33, 9);
        encoded[0] = kind;
        const auto data = scale::decode<Data>(encoded);
        ASSERT_TRUE(data);
        EXPECT_EQ(data->size(), 32u);
        EXPECT_EQ(scale::encode(*data), encoded);
    }
}

TEST(IdentityData, IsReadOnlyIfItIsWhole) {
    for (unsigned index = 0; index < 256; ++index) {
        Bytes encoded{static_cast<uint8_t>(index)};
        encoded.resize(1 + (index <= 37 ? Data::size_of(static_cast<uint8_t>(index)) : 32), 1);
        const auto data = scale::decode<Data>(encoded);
        EXPECT_EQ(data.has_value(), index <= 37) << index;
        if (data) EXPECT_EQ(scale::encode(*data), encoded);
        if (encoded.size() > 1) EXPECT_FALSE(scale::decode<Data>(BytesView(encoded).first(encoded.size() - 1)));
    }
}

TEST(IdentityFields, HaveEightFlagsIn64Bits) {
    EXPECT_EQ(to_hex(scale::encode(IdentityFields{0xff})), "ff00000000000000");
    EXPECT_TRUE(scale::decode<IdentityFields>(*from_hex("ff00000000000000")));
    EXPECT_FALSE(scale::decode<IdentityFields>(*from_hex("0001000000000000")));
    EXPECT_FALSE(scale::decode<IdentityFields>(*from_hex("ff00000000000080")));
    EXPECT_FALSE(scale::decode<IdentityFields>(*from_hex("ff000000000000")));
}

TEST(IdentityInfo, KnowsItsFields) {
    IdentityInfo<100> info;
    EXPECT_EQ(info.fields()._0, 0u);
    info.legal = Data::raw({});
    info.pgp_fingerprint = ByteArray<20>{};
    info.twitter = Data::raw(as_bytes("@"));
    EXPECT_EQ(info.fields()._0, 2u + 32u + 128u);
    EXPECT_EQ(to_hex(scale::encode(info)),
              "00"
              "00"
              "01"
              "00"
              "00"
              "00"
              "01" +
                  to_hex(Bytes(20)) +
                  "00"
                  "0240");
}

Registration20 example() {
    Registration20 out;
    EXPECT_TRUE(out.judgements.try_push({3, {Judgement<uint128_t>::FeePaid{5}}}));
    EXPECT_TRUE(out.judgements.try_push({4, {Judgement<uint128_t>::KnownGood{}}}));
    out.deposit = 7;
    out.info.display = Data::raw(as_bytes("name"));
    return out;
}

TEST(Registration, CountsPaidFees) { EXPECT_EQ(example().total_deposit(), 12u); }

TEST(Registration, StandsInOrder) {
    const Bytes encoded = scale::encode(example());
    EXPECT_EQ(to_hex(encoded),
              "08"
              "03000000"
              "01"
              "05000000000000000000000000000000"
              "04000000"
              "03"
              "07000000000000000000000000000000"
              "00"
              "056e616d65"
              "00000000"
              "00"
              "0000");
    const auto decoded = scale::decode<Registration20>(encoded);
    ASSERT_TRUE(decoded);
    EXPECT_EQ(scale::encode(*decoded), encoded);
}

// Fields were added at the end over the years.
TEST(Registration, ReadsWhatIsMissingAsZeros) {
    const Bytes encoded = scale::encode(example());
    for (size_t size = 0; size <= encoded.size(); ++size) {
        Bytes padded(encoded.begin(), encoded.begin() + static_cast<ptrdiff_t>(size));
        const auto short_one = scale::decode<Registration20>(padded);
        padded.resize(10'000);
        BytesView view = padded;
        const auto long_one = scale::take<Registration20>(view);
        ASSERT_EQ(short_one.has_value(), long_one.has_value()) << size;
        if (short_one) EXPECT_EQ(scale::encode(*short_one), scale::encode(*long_one)) << size;
    }
    EXPECT_TRUE(scale::decode<Registration20>({}));
    EXPECT_FALSE(scale::decode<Registration20>(*from_hex("0400000000ff")));  // no such judgement
}

}  // namespace
}  // namespace serinus::pallet_identity::types
