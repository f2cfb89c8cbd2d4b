#include "pvf/validation.hpp"

#include <gtest/gtest.h>

#include "base/hex.hpp"
#include "executor/runtime_code.hpp"
#include "pvf/module_under_test.hpp"
#include "tests/support/data.hpp"
#include "tests/support/engines.hpp"
#include "tests/support/json.hpp"

namespace serinus::pvf {
namespace {

Hash256 hash_of(uint8_t byte) {
    Hash256 out;
    out.bytes.fill(byte);
    return out;
}

const CandidateInput kInput{.parent_head = {0xaa, 0xbb},
                            .relay_parent_number = 7,
                            .relay_parent_storage_root = hash_of(0x11),
                            .parents = {},
                            .block_data = {1, 2, 3}};

// Observed: polkadot-parachain-primitives 24.0.0: `ValidationParams`, written down by hand.
TEST(ValidationInput, OfVersions1And2IsTheParametersAlone) {
    EXPECT_EQ(to_hex(*encode_input(kInput)),
              "08aabb"
              "0c010203"
              "07000000" +
                  std::string(64, '1'));
}

// Observed: polkadot-parachain-primitives 24.0.0: `TrailingOption<ValidationParamsExtension>`: no tag of an option.
TEST(ValidationInput, OfVersion3HasTheParentsBehindIt) {
    CandidateInput third = kInput;
    third.parents = {hash_of(0x22), hash_of(0x33)};
    EXPECT_EQ(to_hex(*encode_input(third)),
              to_hex(*encode_input(kInput)) + "03" + std::string(64, '2') + std::string(64, '3'));
}

TEST(ValidationInput, BlockDataIsDecompressed) {
    CandidateInput compressed = kInput;
    compressed.block_data = executor::compress_code(kInput.block_data);
    EXPECT_EQ(encode_input(compressed), encode_input(kInput));
    compressed.block_data.pop_back();
    EXPECT_EQ(encode_input(compressed), std::nullopt);
    compressed.block_data = executor::compress_code(Bytes(kMostBlockData + 1));
    EXPECT_EQ(encode_input(compressed), std::nullopt) << "a bomb";
    compressed.block_data = executor::compress_code(Bytes(kMostBlockData));
    EXPECT_TRUE(encode_input(compressed).has_value());
}

TEST(ValidationResult, BytesBehindItAreNoFault) {
    const ValidationResult result{{{9}}, std::nullopt, {}, {}, 1, 2};
    Bytes bytes = scale::encode(result);
    EXPECT_EQ(decode_result(bytes), result);
    bytes.push_back(0);
    EXPECT_EQ(decode_result(bytes), result);
    bytes.resize(bytes.size() - 2);
    EXPECT_EQ(decode_result(bytes), std::nullopt);
}

// Observed: polkadot-parachain-primitives 24.0.0: `BoundedVec` of 16,384 messages of either kind.
TEST(ValidationResult, TooManyMessagesDoNotDecode) {
    const auto with = [](uint32_t messages) {
        const std::tuple result(Bytes{}, std::optional<Bytes>(), std::vector<Bytes>(messages), std::vector<Bytes>(),
                                uint32_t{0}, uint32_t{0});
        return decode_result(scale::encode(result)).has_value();
    };
    EXPECT_TRUE(with(16'384));
    EXPECT_FALSE(with(16'385));
}

class RealAssetHub : public test::EngineTest {};
INSTANTIATE_TEST_SUITE_P(AllEngines, RealAssetHub, testing::ValuesIn(test::kEngineKinds),
                         [](const auto& info) { return info.param.name; });

TEST_P(RealAssetHub, FirstBlockIsValidWithTheCommitmentsThatItsCollatorPromised) {
    const auto spec = test::shared_data("genesis/asset-hub-kusama-local-1000000.json");
    const auto block = test::shared_data("parachain/asset-hub-first-block.json");
    if (!spec || !block) GTEST_SKIP() << test::kNoSharedData;
    const Bytes code = test::Json::read(*spec)["genesis"]["raw"]["top"]["0x3a636f6465"].hex();
    const test::Json candidate = test::Json::read(*block)["candidate"];
    const auto result = run(*engine, code, candidate["validationParams"].hex());
    ASSERT_TRUE(result.has_value()) << result.error().reason;
    EXPECT_EQ(to_hex_prefixed(result->output), candidate["validationResult"].text());

    const auto decoded = decode_result(result->output);
    ASSERT_TRUE(decoded.has_value());
    const auto receipt =
        scale::decode<polkadot_primitives::v5::CommittedCandidateReceipt>(candidate["committedReceipt"].hex());
    ASSERT_TRUE(receipt.has_value());
    EXPECT_EQ(decoded->to_commitments(), receipt->commitments);
    EXPECT_EQ(hashing::blake2b_256(decoded->head_data._0), receipt->descriptor.para_head);
}

}  // namespace
}  // namespace serinus::pvf
