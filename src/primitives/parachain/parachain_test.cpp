// What validators sign and send, against a block of the real Asset Hub that the real Kusama 1.0.0 has backed and
// included.
#include <gtest/gtest.h>

#include "codec/encoding_test.hpp"
#include "primitives/parachain/core.hpp"
#include "primitives/parachain/dispute.hpp"
#include "primitives/parachain/session.hpp"
#include "tests/support/data.hpp"
#include "tests/support/json.hpp"

namespace serinus::polkadot_primitives::v5 {
namespace {

using test::Json;

Hash256 filled(uint8_t byte) {
    Hash256 out;
    out.bytes.fill(byte);
    return out;
}

/// The real candidate, and what the author of each of three blocks has brought.
class RealCandidate : public testing::Test {
  protected:
    void SetUp() override {
        const auto file = test::shared_data("parachain/asset-hub-first-block.json");
        if (!file) GTEST_SKIP() << test::kNoSharedData;
        const Json json = Json::read(*file);
        receipt = scale::decode<CommittedCandidateReceipt>(json["candidate"]["committedReceipt"].hex()).value();
        hash = Hash256::from(json["candidate"]["candidateHash"].hex()).value();
        parameters = json["candidate"]["validationParams"].hex();
        for (const Json& block : json["relayBlocks"].items()) {
            // Length, version, pallet 54 and call 0: then the argument.
            const auto extrinsic = scale::decode<Bytes>(block["extrinsics"].items()[1].hex()).value();
            ASSERT_EQ(to_hex(BytesView(extrinsic).first(3)), "043600");
            encoded.emplace_back(extrinsic.begin() + 3, extrinsic.end());
        }
    }

    CommittedCandidateReceipt receipt;
    Hash256 hash;
    Bytes parameters;
    std::vector<Bytes> encoded;
};

TEST_F(RealCandidate, IsNamedByTheHashOfItsReceipt) {
    EXPECT_EQ(receipt.hash()._0, hash);
    EXPECT_EQ(receipt.to_plain().commitments_hash, receipt.commitments.hash());
    EXPECT_EQ(receipt.descriptor.para_id, ParaId{1000});
    EXPECT_EQ(receipt.descriptor.para_head, hashing::blake2b_256(receipt.commitments.head_data._0));
    scale::expect_encoding(receipt.to_plain(), scale::encode(receipt.to_plain()));
}

TEST_F(RealCandidate, NamesTheHashOfItsInput) {
    // What validate_block takes ends with the number and the storage root of the relay parent.
    scale::Decoder in(parameters);
    PersistedValidationData data;
    ASSERT_TRUE(scale::decode_into(in, data.parent_head));
    BytesView end = BytesView(parameters).last(36);
    data.relay_parent_number = load_le<uint32_t>(end.data());
    data.relay_parent_storage_root = *Hash256::from(end.last(32));
    data.max_pov_size = kMaxPovSize;
    EXPECT_EQ(data.hash(), receipt.descriptor.persisted_validation_data_hash);
}

// Spec: defn-parachain-inherent-data
TEST_F(RealCandidate, StandsInTheInherentOfTheBlockThatBacksIt) {
    for (const Bytes& one : encoded) {
        const auto data = scale::decode<InherentData>(one);
        ASSERT_TRUE(data.has_value()) << to_string(data.error());
        EXPECT_EQ(scale::encode(*data), one);
        EXPECT_TRUE(data->disputes.empty());
    }
    const auto backs = scale::decode<InherentData>(encoded[1]).value();
    ASSERT_EQ(backs.backed_candidates.size(), 1u);
    EXPECT_EQ(backs.backed_candidates[0].hash()._0, hash);
    EXPECT_EQ(backs.backed_candidates[0].descriptor().relay_parent, primitives::header_hash(backs.parent_header));
    EXPECT_EQ(backs.backed_candidates[0].validity_votes.size(), 2u);
    const auto includes = scale::decode<InherentData>(encoded[2]).value();
    ASSERT_EQ(includes.bitfields.size(), 2u);
    EXPECT_EQ(includes.bitfields[1].validator_index, ValidatorIndex{1});
    EXPECT_TRUE(includes.bitfields[0].payload._0[0]);
}

TEST_F(RealCandidate, IsRefusedInParts) {
    for (size_t size = 0; size < encoded[1].size(); ++size) {
        EXPECT_FALSE(scale::decode<InherentData>(BytesView(encoded[1]).first(size)).has_value()) << size;
    }
}

TEST(ParachainTypes, ACollatorSignsFiveFieldsOfTheDescriptor) {
    CandidateDescriptor descriptor;
    descriptor.relay_parent = filled(1);
    descriptor.para_id = {0x01020304};
    descriptor.persisted_validation_data_hash = filled(2);
    descriptor.pov_hash = filled(3);
    descriptor.validation_code_hash = {filled(4)};
    std::string expected;
    for (const char* byte : {"01", "", "02", "03", "04"}) {
        if (*byte == 0) expected += "04030201";
        for (int i = 0; i < 32; ++i) expected += byte;
    }
    EXPECT_EQ(to_hex(descriptor.signing_payload()), expected);
}

TEST(ParachainTypes, EachKindOfStatementSignsOtherBytes) {
    using Kind = ValidDisputeStatementKind;
    const CandidateHash candidate{filled(9)};
    const auto payload = [&](DisputeStatement statement) { return statement.signing_payload(candidate, 7); };
    const std::string hash(to_hex(filled(9).bytes)), session = "07000000", parent(to_hex(filled(2).bytes));
    EXPECT_EQ(to_hex(payload({DisputeStatement::Valid{{Kind::Explicit{}}}})),
              "44495350"
              "01" +
                  hash + session);
    EXPECT_EQ(to_hex(payload({DisputeStatement::Invalid{}})),
              "44495350"
              "00" +
                  hash + session);
    EXPECT_EQ(to_hex(payload({DisputeStatement::Valid{{Kind::ApprovalChecking{}}}})), "41505052" + hash + session);
    EXPECT_EQ(to_hex(payload({DisputeStatement::Valid{{Kind::BackingSeconded{filled(2)}}}})),
              "424b4e47"
              "01" +
                  hash + session + parent);
    EXPECT_EQ(to_hex(payload({DisputeStatement::Valid{{Kind::BackingValid{filled(2)}}}})),
              "424b4e47"
              "02" +
                  hash + session + parent);
    EXPECT_EQ(to_hex(PvfCheckStatement{true, {filled(9)}, 7, {1}}.signing_payload()),
              "56435043"
              "01" +
                  hash + session + "01000000");
}

TEST(ParachainTypes, ABitfieldIsSignedInFrontOfSessionAndParent) {
    UncheckedSignedAvailabilityBitfield bitfield;
    bitfield.payload._0 = Bits(3);
    bitfield.payload._0.set(0, true);
    bitfield.payload._0.set(2, true);
    EXPECT_EQ(to_hex(bitfield.signing_payload({1, filled(2)})),
              "0c05"
              "01000000" +
                  to_hex(filled(2).bytes));
}

// The bound stands in front of the elements: too many cost neither time nor memory.
TEST(ParachainTypes, TooManyMessagesAreRefusedByTheirCount) {
    const auto fault =
        scale::fault_of<UpwardMessages>(concat(scale::encode(scale::Compact(kMaxMessages + 1)), Bytes(70'000)));
    EXPECT_EQ(fault.fault, scale::DecodeFault::kLengthTooLarge);
    EXPECT_EQ(
        scale::decode<UpwardMessages>(concat(scale::encode(scale::Compact(kMaxMessages)), Bytes(kMaxMessages)))->size(),
        kMaxMessages);
    EXPECT_FALSE(scale::decode<MultiDisputeStatementSet>(Bytes{0xfe, 0xff, 0xff, 0xff}).has_value());
}

TEST(ParachainTypes, UnknownKindsAreRefused) {
    EXPECT_FALSE(scale::decode<ValidityAttestation>(Bytes(65)).has_value());  // 0: neither implicit nor explicit
    EXPECT_FALSE(scale::decode<DisputeStatement>(Bytes{2, 0}).has_value());
    EXPECT_FALSE(scale::decode<DisputeStatement>(Bytes{0, 4}).has_value());
    EXPECT_FALSE(scale::decode<CoreState>(Bytes{3}).has_value());
}

TEST(ParachainTypes, AMajorityLeavesRoomForTheThirdThatMayLie) {
    for (const auto& [validators, majority, liars] :
         {std::tuple{0u, 0u, 0u}, {1u, 1u, 0u}, {2u, 2u, 0u}, {3u, 3u, 0u}, {4u, 3u, 1u}, {1000u, 667u, 333u}}) {
        EXPECT_EQ(supermajority_threshold(validators), majority);
        EXPECT_EQ(byzantine_threshold(validators), liars);
    }
}

TEST(ParachainGroups, RotateByWholePeriodsOfTheSession) {
    const GroupRotationInfo info{.session_start_block = 10, .group_rotation_frequency = 5, .now = 17};
    EXPECT_EQ(info.last_rotation_at(), 15u);
    EXPECT_EQ(info.next_rotation_at(), 20u);
}

TEST(ParachainGroups, NeverRotateWithoutAPeriod) {
    const GroupRotationInfo info{.session_start_block = 10, .group_rotation_frequency = 0, .now = 17};
    EXPECT_EQ(info.last_rotation_at(), std::nullopt);
    EXPECT_EQ(info.next_rotation_at(), std::nullopt);
}

}  // namespace
}  // namespace serinus::polkadot_primitives::v5
