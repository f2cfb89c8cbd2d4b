// Claims, read as a specification. Pallet: claims
#include "runtime/pallets/claims/claims.ipp"
#include "runtime/mock/world_test.hpp"
#include "runtime/pallets/claims/prevalidate_attests.hpp"
#include "runtime/pallets/claims/weights.hpp"
#include "runtime/pallets/vesting/vesting.ipp"
#include "runtime/pallets/vesting/weights.hpp"

namespace serinus::polkadot_runtime_common::claims::chain {

using Vesting = pallet_vesting::Pallet<struct VestingConfig>;
using Claims = Pallet<struct ClaimsConfig>;

struct VestingConfig {
    static constexpr PalletInfo kInfo{3, "Vesting"};
    static constexpr pallet_vesting::Constants kConstants{.MinVestedTransfer = mock::kUnit / 30,
                                                          .MaxVestingSchedules = 28};
    static constexpr uint32_t kMaxLocks = mock::BalancesConfig::kConstants.MaxLocks;
    static constexpr RuntimeDbWeight kDbWeight = development_weights::kDbWeight;
    static constexpr auto kUnvestedFundsAllowedWithdrawReasons =
        WithdrawReasons::except(WithdrawReasons::kTransfer | WithdrawReasons::kReserve);
    using System = mock::System;
    using Currency = mock::Balances;
    static constexpr auto kWeights = sdk::kDefaultWeights<pallet_vesting::Weights>;
};
struct ClaimsConfig {
    static constexpr PalletInfo kInfo{4, "Claims"};
    /// That of Kusama, for which the signatures are made.
    static constexpr ByteArray<31> kPrefix = {'P', 'a', 'y', ' ', 'K', 'S', 'M', 's', ' ', 't', 'o',
                                              ' ', 't', 'h', 'e', ' ', 'K', 'u', 's', 'a', 'm', 'a',
                                              ' ', 'a', 'c', 'c', 'o', 'u', 'n', 't', ':'};
    static constexpr Constants kConstants{.Prefix = kPrefix};
    using Currency = mock::Balances;
    using Vesting = chain::Vesting;
    using MoveClaimOrigin = EnsureRoot;
    static constexpr auto kWeights = sdk::kDefaultWeights<polkadot_runtime_common::claims::Weights>;
};
struct Runtime : mock::RuntimeOf<Vesting, Claims> {};

}  // namespace serinus::polkadot_runtime_common::claims::chain

SERINUS_PALLET(serinus::pallet_vesting::Pallet<serinus::polkadot_runtime_common::claims::chain::VestingConfig>)
SERINUS_PALLET(
    serinus::polkadot_runtime_common::claims::Pallet<serinus::polkadot_runtime_common::claims::chain::ClaimsConfig>)
SERINUS_MOCK_RUNTIME(serinus::polkadot_runtime_common::claims::chain::Runtime)

namespace serinus::polkadot_runtime_common::claims {
namespace {

using namespace mock;
using namespace chain;
using Event = Claims::Event;
using Error = Claims::Error;

// A key made of BLAKE2b-256("claims 0"), and its signatures for Bob: without terms, and with those of Saft.
// Source: @polkadot/util-crypto
template <size_t N>
ByteArray<N> bytes(std::string_view hex) {
    ByteArray<N> out{};
    const auto raw = *from_hex(hex);
    std::copy(raw.begin(), raw.end(), out.begin());
    return out;
}
const EthereumAddress kAddress{bytes<20>("58ae873dce6ac3e55b23e9010322d15a1e6a05d7")};
const EcdsaSignature kPlain{
    bytes<65>("0263ce81abecadded579d3390872b16111dcb3e24bb86a64641aa40854862ba5618286e9968f31a95e"
              "85883932c43ffbfe46289f5b0c7feea72a6cb23f62d91d01")};
const EcdsaSignature kWithTerms{
    bytes<65>("0a3836d5fad4caf0e0ffd1dd128599ef695d74321271356abb43398cb75b278478355c1f1b6bdd"
              "2cfb9294e8c4bbed4080859f6f342cb46c981eddcaf62c229a01")};
const EthereumAddress kOther{bytes<20>("00000000000000000000000000000000000000aa")};

class ClaimsTest : public World<Runtime> {
  protected:
    void TearDown() override {
        EXPECT_TRUE(Claims::try_state());
        World::TearDown();
    }
    static void mint(const EthereumAddress& who, std::optional<Schedule> schedule = {},
                     std::optional<StatementKind> kind = {}) {
        make_ok(root(), Claims::mint_claim{who, 5 * kUnit, schedule, kind});
    }
    static Bytes terms() { return to_bytes(as_bytes(text_of(StatementKind::Saft))); }
    /// The code of a refusal, or nothing.
    static std::optional<uint8_t> refusal(const RuntimeCall& call) {
        const auto validity = Claims::validate_unsigned(TransactionSource::External, call);
        if (validity) return std::nullopt;
        return std::get<InvalidTransaction::Custom>(std::get<InvalidTransaction>(validity.error().v).v)._0;
    }
};

TEST_F(ClaimsTest, PaysToTheAccountThatTheOwnerSigned) {
    mint(kAddress);
    EXPECT_EQ(Claims::storage.Total.get(), 5 * kUnit);
    const Balance before = Balances::free_balance(kBob);
    make_ok(none(), Claims::claim{kBob, kPlain});
    EXPECT_TRUE(saw(event<Claims>(Event::Claimed{kBob, kAddress, 5 * kUnit})));
    EXPECT_EQ(Balances::free_balance(kBob), before + 5 * kUnit);
    EXPECT_EQ(Claims::storage.Total.get(), 0u);
    make_error(none(), Claims::claim{kBob, kPlain}, Error::SignerHasNoClaim);
    make_error(none(), Claims::claim{kBob, {}}, Error::InvalidEthereumSignature);
    make_error(signed_by(kBob), Claims::claim{kBob, kPlain}, kBadOrigin);
}

TEST_F(ClaimsTest, WantsTheTermsSigned) {
    mint(kAddress, std::nullopt, StatementKind::Saft);
    make_error(none(), Claims::claim{kBob, kPlain}, Error::InvalidStatement);
    make_ok(none(), Claims::claim_attest{kBob, kWithTerms, terms()});
    EXPECT_FALSE(Claims::storage.Signing.exists(kAddress));
}

TEST_F(ClaimsTest, TellsByACodeWhyAnExtrinsicIsRefused) {
    EXPECT_EQ(refusal(Claims::claim{kBob, {}}), 0);
    EXPECT_EQ(refusal(Claims::claim{kBob, kPlain}), 1);
    mint(kAddress);
    EXPECT_EQ(refusal(Claims::claim{kBob, kPlain}), std::nullopt);
    EXPECT_EQ(refusal(Claims::claim_attest{kBob, kWithTerms, terms()}), 3);  // terms that nobody asked for
    mint(kAddress, std::nullopt, StatementKind::Saft);
    EXPECT_EQ(refusal(Claims::claim{kBob, kPlain}), 3);
    const auto valid =
        Claims::validate_unsigned(TransactionSource::External, Claims::claim_attest{kBob, kWithTerms, terms()});
    ASSERT_TRUE(valid);
    EXPECT_EQ(valid->priority, 100u);
    EXPECT_EQ(to_hex(valid->provides.at(0)), "18636c61696d73" + to_hex(kAddress._0));
    // In a block the two claims there were for one address count twice.
    Claims::storage.Total.put(5 * kUnit);
}

TEST_F(ClaimsTest, LocksMoneyUnderTheScheduleOfTheClaim) {
    mint(kAddress, Schedule{4 * kUnit, kUnit, 1});
    make_ok(none(), Claims::claim{kBob, kPlain});
    EXPECT_EQ(Vesting::vesting_balance(kBob), 4 * kUnit);
    mint(kAddress, Schedule{4 * kUnit, kUnit, 1});
    make_error(none(), Claims::claim{kBob, kPlain}, Error::VestedBalanceExists);
}

TEST_F(ClaimsTest, LetsAnAccountClaimWhatItWasPromised) {
    Claims::build({.claims = {{kAddress, 3 * kUnit, kBob, StatementKind::Saft}, {kOther, kUnit, {}, {}}},
                   .vesting = {{kOther, {kUnit, 1, 2}}}});
    EXPECT_EQ(Claims::storage.Total.get(), 4 * kUnit);
    EXPECT_EQ(Claims::storage.Vesting.get(kOther), (Schedule{kUnit, 1, 2}));
    make_error(signed_by(kAlice), Claims::attest{terms()}, Error::SenderHasNoClaim);
    make_error(signed_by(kBob), Claims::attest{{1}}, Error::InvalidStatement);
    EXPECT_EQ(RuntimeCall(Claims::attest{terms()}).info().pays_fee, Pays::No);
    make_ok(signed_by(kBob), Claims::attest{terms()});
    EXPECT_FALSE(Claims::storage.Preclaims.exists(kBob));
}

// On Polkadot, where an `attest` that would fail must not be in a block, as it costs nothing.
TEST_F(ClaimsTest, AnAttestThatWouldFailIsRefusedBefore) {
    Claims::build(
        {.claims = {{kAddress, 3 * kUnit, kBob, StatementKind::Saft}, {kOther, kUnit, kAlice, {}}}, .vesting = {}});
    const auto code = [](const AccountId& who, const RuntimeCall& call) -> std::optional<uint8_t> {
        const auto validity = PrevalidateAttests<ClaimsConfig>{}.validate(who, call, call.info(), 0);
        if (validity) return std::nullopt;
        return std::get<InvalidTransaction::Custom>(std::get<InvalidTransaction>(validity.error().v).v)._0;
    };
    EXPECT_EQ(code(kBob, Claims::attest{terms()}), std::nullopt);
    EXPECT_EQ(code(kBob, Claims::attest{{1}}), 3);
    EXPECT_EQ(code(kCharlie, Claims::attest{terms()}), 1);
    EXPECT_EQ(code(kAlice, Claims::attest{{1}}), std::nullopt) << "a claim without terms";
    EXPECT_EQ(code(kCharlie, Claims::claim{kBob, kPlain}), std::nullopt) << "other calls are nothing to it";
}

TEST_F(ClaimsTest, MovesAClaimToAnotherAddress) {
    Claims::build({.claims = {{kAddress, kUnit, kBob, StatementKind::Regular}}, .vesting = {}});
    EXPECT_EQ(make_ok(root(), Claims::move_claim{kAddress, kOther, kBob}).pays_fee, Pays::No);
    EXPECT_EQ(Claims::storage.Claims.get(kOther), kUnit);
    EXPECT_FALSE(Claims::storage.Claims.exists(kAddress));
    EXPECT_EQ(Claims::storage.Preclaims.get(kBob), kOther);
    make_ok(root(), Claims::move_claim{kOther, kAddress, kAlice});  // whom nothing was promised
    EXPECT_EQ(Claims::storage.Preclaims.get(kBob), kOther);
    make_error(signed_by(kBob), Claims::move_claim{kOther, kAddress, {}}, kBadOrigin);
}

TEST_F(ClaimsTest, SignsTheTextThatWalletsShow) {
    EXPECT_EQ(as_text(Claims::signable_message(kBob, {})),
              "\x19"
              "Ethereum Signed Message:\n95Pay KSMs to the Kusama account:" +
                  to_hex(kBob.bytes));
}

}  // namespace
}  // namespace serinus::polkadot_runtime_common::claims
