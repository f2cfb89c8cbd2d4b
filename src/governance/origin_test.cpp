#include "governance/origin.hpp"

#include <gtest/gtest.h>

#include "base/hex.hpp"
#include "governance/agenda.hpp"
#include "tests/support/data.hpp"

namespace serinus::governance {
namespace {

/// By the metadata of Kusama 1.0.0: system is case 0 of its origins, Origins case 43.
class OriginNames : public testing::Test {
  protected:
    void SetUp() override {
        const auto path = test::shared_data("metadata/kusama-v1000000-v14.scale");
        if (!path) GTEST_SKIP() << test::kNoSharedData;
        auto decoded = metadata::Metadata::decode(to_bytes(as_bytes(test::read_file(*path))));
        ASSERT_TRUE(decoded) << decoded.error();
        metadata = *std::move(decoded);
        auto found = SchedulerTypes::find(*metadata);
        ASSERT_TRUE(found) << found.error();
        types = *found;
    }
    std::string encoded(std::string_view name) const {
        const auto out = encode_origin(*metadata, types.origin_type(), name);
        return out ? to_hex(*out) : out.error();
    }

    std::unique_ptr<const metadata::Metadata> metadata;
    SchedulerTypes types;
};

TEST_F(OriginNames, AreThoseOfTracks) {
    EXPECT_EQ(encoded("root"), "0000");
    EXPECT_EQ(encoded("Root"), "0000");
    EXPECT_EQ(encoded("staking_admin"), "2b00");
    EXPECT_EQ(encoded("StakingAdmin"), "2b00");
    EXPECT_EQ(encoded("treasurer"), "2b01");
    EXPECT_EQ(encoded("whitelisted-caller"), "2b0d");
    EXPECT_EQ(encoded("Origins.big_spender"), "2b0c");
    for (const std::string& name : origin_names(*metadata, types.origin_type())) {
        EXPECT_EQ(encoded(name).size(), 4u) << name;
    }
}

TEST_F(OriginNames, SignedHasAnAccount) {
    const std::string alice = "d43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d";
    EXPECT_EQ(encoded("signed:0x" + alice), "0001" + alice);
    EXPECT_EQ(encoded("signed:HNZata7iMYWmk5RvZRTiAsSDhV8366zq2YGb3tLH5Upf74F"), "0001" + alice);
    EXPECT_EQ(encoded("signed:5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY"), "0001" + alice);
    EXPECT_EQ(encoded("signed:Alice"), "\"Alice\" is no account: neither an address nor 32 bytes in hex");
}

TEST_F(OriginNames, OthersAreRefusedWithWhatThereIs) {
    EXPECT_EQ(encoded("0x2b01"), "2b01");
    EXPECT_EQ(encoded("0xz"), "the encoded origin is no hex");
    const std::string reason = encoded("emperor");
    EXPECT_TRUE(reason.starts_with("\"emperor\" is no origin of this chain, which has signed:ACCOUNT, root")) << reason;
    EXPECT_NE(reason.find("referendum_canceller"), std::string::npos);
}

}  // namespace
}  // namespace serinus::governance
