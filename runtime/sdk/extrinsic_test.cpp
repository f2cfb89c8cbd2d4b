// Extrinsics as they stand in blocks, and who signed them. Spec: defn-extrinsic, sect-extrinsics
#include "runtime/sdk/extrinsic.hpp"

#include "crypto/key_pair.hpp"
#include "runtime/sdk/counter_test.hpp"

namespace serinus::sdk {
namespace {

using ExtrinsicTest = counter::CounterTest;

TEST_F(ExtrinsicTest, KeepsItsBytesWithTheirLength) {
    using Any = sp_runtime::generic::unchecked_extrinsic::UncheckedExtrinsic<Unit, Unit, Unit, Unit>;
    const Bytes two{12, 4, 1, 2, 8, 4, 9};
    scale::Decoder in(two);
    Any first{}, second{};
    ASSERT_TRUE(scale::decode_into(in, first) && scale::decode_into(in, second) && in.finish());
    EXPECT_TRUE(equal(first._0, Bytes{12, 4, 1, 2}));
    EXPECT_TRUE(equal(second._0, Bytes{8, 4, 9}));
    EXPECT_EQ(scale::encode(second), (Bytes{8, 4, 9}));
    EXPECT_FALSE(scale::decode<Any>(Bytes{12, 4}));
}

TEST_F(ExtrinsicTest, ASignatureOfEachSchemeIsThatOfItsAccount) {
    const auto signed_by = [](crypto::Scheme scheme, BytesView message) {
        const auto pair = crypto::KeyPair::from_seed(scheme, crypto::KeySeed(ByteArray<32>{5}));
        const Bytes signature = pair->sign(message, {});
        const AccountId who{crypto::account_of(scheme, pair->public_key()).bytes};
        const uint8_t index = scheme == crypto::Scheme::kEd25519 ? 0 : scheme == crypto::Scheme::kSr25519 ? 1 : 2;
        return std::pair(*scale::decode<MultiSignature>(concat(Bytes{index}, signature)), who);
    };
    for (const auto scheme : {crypto::Scheme::kEd25519, crypto::Scheme::kSr25519, crypto::Scheme::kEcdsa}) {
        const Bytes message(256, 1), long_message(257, 1);
        const auto [signature, who] = signed_by(scheme, message);
        EXPECT_TRUE(signature.verify(message, who));
        EXPECT_TRUE(verify_payload(signature, message, who));
        EXPECT_FALSE(verify_payload(signature, message, account(9)));
        EXPECT_FALSE(verify_payload(signature, long_message, who));
        // A long payload is signed by its hash.
        EXPECT_TRUE(verify_payload(signed_by(scheme, host::blake2_256(long_message).bytes).first, long_message, who));
    }
}

}  // namespace
}  // namespace serinus::sdk
