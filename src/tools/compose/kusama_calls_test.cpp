// Calls of the real Kusama 1.0.0. The bytes are those of @polkadot/api 16.5.6 for the same calls (tests/e2e/tx.test.mjs
// asks it again).
#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "base/hex.hpp"
#include "metadata/shower.hpp"
#include "tests/support/data.hpp"
#include "tools/compose/text_reader.hpp"
#include "tools/compose/transaction.hpp"
#include "tools/compose/wrapping.hpp"

namespace serinus::compose {
namespace {

using namespace literals;

const Bytes kBobKey = "8eaf04151687736326c9fea17e25fc5287613693c912909cb226aa4794f26a48"_hex;

class KusamaCalls : public testing::Test {
  protected:
    void SetUp() override {
        const auto path = test::shared_data("metadata/kusama-v1000000-v14.scale");
        if (!path) GTEST_SKIP() << test::kNoSharedData;
        auto decoded = metadata::Metadata::decode(to_bytes(as_bytes(test::read_file(*path))));
        ASSERT_TRUE(decoded) << decoded.error();
        metadata = *std::move(decoded);
    }
    TextReader reader() const {
        return {*metadata, Units{.prefix = 2},
                [](const std::string&) -> Result<Bytes, std::string> { return Err(std::string("no file")); }};
    }
    std::string hex(std::vector<std::string> words) const {
        const auto call = reader().read_call(std::move(words));
        return call ? to_hex(*call) : call.error();
    }
    std::string shown(std::vector<std::string> words) const {
        const auto call = reader().read_call(std::move(words));
        if (!call) return call.error();
        const auto json = metadata::Shower(*metadata, {.address_prefix = 42}).show(*metadata->call_type(), *call);
        return json ? boost::json::serialize(*json) : "not to be shown";
    }

    std::unique_ptr<const metadata::Metadata> metadata;
};

constexpr const char* kBob = "5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty";

TEST_F(KusamaCalls, ATransferTakesAnAccountAndAnAmount) {
    const std::string whole = "040300" + to_hex(kBobKey) + "070010a5d4e8";
    EXPECT_EQ(hex({"balances.transfer_keep_alive", "//Bob", "1.0"}), whole);
    EXPECT_EQ(hex({"balances.transferKeepAlive", "//Bob", "1", "KSM"}), whole);
    EXPECT_EQ(hex({"balances.transfer_keep_alive", "dest=//Bob", "value=1000mKSM"}), whole);
    EXPECT_EQ(hex({"balances.transfer_keep_alive", "Id(//Bob)", "1000000000000planck"}), whole);
    EXPECT_EQ(hex({"balances.transfer_keep_alive", "//Bob", "5"}),
              "value (amount): \"5\" has no unit; write 5KSM or 5planck");
}

// Junctions of XCM have accounts as 32 bytes.
TEST_F(KusamaCalls, AnAccountInALocationIsWrittenAsOthers) {
    const std::string whole = "63040001" + std::string("0100") + to_hex(kBobKey) + "03000000";
    EXPECT_EQ(hex({"xcm_pallet.force_xcm_version", "(0, X1(AccountId32(none, //Bob)))", "3"}), whole);
    EXPECT_EQ(hex({"xcm_pallet.force_xcm_version", std::string("(0, X1(AccountId32(none, ") + kBob + ")))", "3"}),
              whole);
    EXPECT_EQ(hex({"xcm_pallet.force_xcm_version", "(0, X1(AccountId32(none, 0x" + to_hex(kBobKey) + ")))", "3"}),
              whole);
}

TEST_F(KusamaCalls, SharesListsAndCasesAreWrittenShort) {
    EXPECT_EQ(shown({"staking.validate", "(10%, false)"}),
              R"({"Staking":{"validate":{"prefs":{"commission":100000000,"blocked":false}}}})");
    EXPECT_EQ(shown({"staking.nominate", "//Bob,//Bob"}), std::string(R"({"Staking":{"nominate":{"targets":[{"Id":")") +
                                                              kBob + R"("},{"Id":")" + kBob + R"("}]}}})");
    EXPECT_EQ(shown({"staking.bond", "1.5KSM", "Staked"}),
              R"({"Staking":{"bond":{"value":1500000000000,"payee":"Staked"}}})");
    EXPECT_EQ(shown({"staking.bond", "1.5KSM", "Account(//Bob)"}),
              std::string(R"({"Staking":{"bond":{"value":1500000000000,"payee":{"Account":")") + kBob + R"("}}}})");
    EXPECT_EQ(
        shown({"convictionVoting.vote", "7", R"({"Standard": {"vote": 129, "balance": "2KSM"}})"}),
        R"({"ConvictionVoting":{"vote":{"poll_index":7,"vote":{"Standard":{"vote":129,"balance":2000000000000}}}}})");
    EXPECT_EQ(
        shown({"convictionVoting.vote", "7", "Standard(129, 2KSM)"}),
        R"({"ConvictionVoting":{"vote":{"poll_index":7,"vote":{"Standard":{"vote":129,"balance":2000000000000}}}}})");
    EXPECT_EQ(
        hex({"staking.bond", "1KSM", "Stacked"}),
        "payee (RewardDestination: Staked|Stash|Controller|Account(…)|None): \"Stacked\" is no RewardDestination; "
        "did you mean `Staked`? There are Staked, Stash, Controller, Account, None");
}

TEST_F(KusamaCalls, CallsStandWithinCalls) {
    const std::string remark =
        "0000146865"
        "6c6c6f";
    EXPECT_EQ(hex({"system.remark", "hello"}), remark);
    EXPECT_EQ(hex({"utility.batch_all", "[system.remark hello, system.remark hello]"}), "180208" + remark + remark);
    EXPECT_EQ(hex({"utility.batch_all", R"(["system.remark hello", "0x)" + remark + R"("])"}),
              "180208" + remark + remark);
    EXPECT_EQ(hex({"utility.as_derivative", "0", "utility.batch [system.remark hello]"}),
              "18010000"
              "180004" +
                  remark);
}

TEST_F(KusamaCalls, WrappersFindTheirPallets) {
    TextReader of = reader();
    const Bytes remark = "00001468656c6c6f"_hex;
    EXPECT_EQ(to_hex(*in_batch(of, "batch_all", {remark, remark})), "180208" + to_hex(remark) + to_hex(remark));
    EXPECT_EQ(to_hex(*in_proxy(of, kBobKey, remark)), "1e0000" + to_hex(kBobKey) + "00" + to_hex(remark));
    EXPECT_TRUE(to_hex(*in_sudo(of, remark)).ends_with("00" + to_hex(remark)));
    const Multisig two{.threshold = 2, .others = {*Hash256::from(kBobKey), Hash256{}}};
    const auto first =
        in_multisig(of, two, {.timepoint_json = std::nullopt, .ref_time_ps = 5, .proof_size = 1}, remark);
    ASSERT_TRUE(first) << first.error();
    EXPECT_EQ(to_hex(*first),
              "1f01"
              "0200"
              "08" +
                  to_hex(Hash256{}.bytes) + to_hex(kBobKey) + "00" + to_hex(remark) + "1404");
    const auto second = in_multisig(
        of, two, {.timepoint_json = R"({"height":9,"index":1})", .ref_time_ps = 5, .proof_size = 1}, remark);
    ASSERT_TRUE(second) << second.error();
    EXPECT_EQ(to_hex(*second),
              "1f01"
              "0200"
              "08" +
                  to_hex(Hash256{}.bytes) + to_hex(kBobKey) +
                  "01"
                  "09000000"
                  "01000000" +
                  to_hex(remark) + "1404");
}

TEST_F(KusamaCalls, EveryCallIsDescribed) {
    size_t calls = 0;
    for (const auto& pallet : metadata->model().pallets) {
        const auto* type = pallet.calls ? metadata->find_type(*pallet.calls) : nullptr;
        const auto* cases = type == nullptr ? nullptr : std::get_if<metadata::Cases>(&type->definition);
        if (cases == nullptr) continue;
        for (const auto& one : cases->cases) {
            const auto found = find_call(*metadata, std::string(pallet.name) + "." + std::string(one.name));
            ASSERT_TRUE(found) << found.error();
            EXPECT_EQ(found->call, &one);
            EXPECT_TRUE(describe_call(*metadata, *found).starts_with("usage: "));
            ++calls;
        }
    }
    EXPECT_GT(calls, 300u);
}

// Spec: sect-extrinsics, defn-extrinsic-signature
TEST_F(KusamaCalls, ATransactionOfFormat4IsTheOneThatIsSigned) {
    const auto key = crypto::key_from_uri(crypto::Scheme::kEd25519, "//Alice", std::nullopt);
    const Terms terms{.spec_version = 1'000'000,
                      .transaction_version = 23,
                      .genesis_hash = {{1}},
                      .nonce = 5,
                      .tip = 0,
                      .mortality = Mortality::from(64, 42),
                      .birth_hash = {{2}},
                      .metadata_hash = std::nullopt};
    Transaction of{.call = "00001468656c6c6f"_hex};
    of.extensions = *encode_extensions(*metadata, 0, terms);
    // Call; era, nonce, tip; versions, genesis, the block at which the mortality begins.
    const std::string payload =
        "00001468656c6c6f"
        "a502"
        "14"
        "00"
        "40420f00"
        "17000000" +
        to_hex(terms.genesis_hash.bytes) + to_hex(terms.birth_hash.bytes);
    EXPECT_EQ(to_hex(of.payload()), payload);
    const Signed by{.scheme = crypto::Scheme::kEd25519,
                    .account = *Hash256::from(key->pair.public_key()),
                    .signature = key->pair.sign(of.payload(), {})};
    const auto extrinsic = assemble(*metadata, of, by);
    ASSERT_TRUE(extrinsic) << extrinsic.error();
    EXPECT_EQ(to_hex(*extrinsic),
              "bd01"
              "8400" +
                  to_hex(key->pair.public_key()) + "00" + to_hex(by.signature) +
                  "a502"
                  "14"
                  "00" +
                  to_hex(of.call));
}

TEST_F(KusamaCalls, ALongPayloadIsSignedByItsHash) {
    Transaction of{.call = Bytes(257)};
    EXPECT_EQ(of.payload().size(), 32u);
    of.call.pop_back();
    EXPECT_EQ(of.payload().size(), 256u);
}

}  // namespace
}  // namespace serinus::compose
