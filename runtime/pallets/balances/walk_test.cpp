// Random walks over Balances, Indices and Vesting: after each step all invariants hold, and what a failed call did is
// undone.
#include "runtime/mock/world_test.hpp"
#include "runtime/pallets/indices/indices.ipp"
#include "runtime/pallets/indices/weights.hpp"
#include "runtime/pallets/vesting/vesting.ipp"
#include "runtime/pallets/vesting/weights.hpp"
#include "tests/support/random.hpp"

namespace serinus::pallet_balances::walk {

using Indices = pallet_indices::Pallet<struct IndicesConfig>;
using Vesting = pallet_vesting::Pallet<struct VestingConfig>;
struct IndicesConfig {
    static constexpr PalletInfo kInfo{3, "Indices"};
    static constexpr pallet_indices::Constants kConstants{.Deposit = mock::kUnit / 30};
    using System = mock::System;
    using Currency = mock::Balances;
    static constexpr auto kWeights = sdk::kDefaultWeights<pallet_indices::Weights>;
};
struct VestingConfig {
    static constexpr PalletInfo kInfo{4, "Vesting"};
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
struct Runtime : mock::RuntimeOf<Indices, Vesting> {};

}  // namespace serinus::pallet_balances::walk

SERINUS_PALLET(serinus::pallet_indices::Pallet<serinus::pallet_balances::walk::IndicesConfig>)
SERINUS_PALLET(serinus::pallet_vesting::Pallet<serinus::pallet_balances::walk::VestingConfig>)
SERINUS_MOCK_RUNTIME(serinus::pallet_balances::walk::Runtime)

namespace serinus::pallet_balances {
namespace {

using namespace mock;
using namespace walk;
using BurnCall = struct Balances::burn;
using VestingInfo = pallet_vesting::VestingInfo;

constexpr Balance kDeposit = BalancesConfig::kConstants.ExistentialDeposit;
constexpr Balance kMuch = 99 * kUnit;
constexpr int kSteps = 3000;

class Walk : public World<Runtime> {
  protected:
    void SetUp() override {
        World::SetUp();
        Vesting::build({});
        random_ = serinus::test::seeded_random();
    }

    uint32_t below(uint32_t limit) { return static_cast<uint32_t>(random_() % limit); }
    /// One of twelve, of which five had money in the beginning.
    AccountId anybody() {
        constexpr AccountId kWithMoney[] = {kAlice, kBob, kCharlie, kDave, kEve};
        const uint32_t i = below(12);
        return i < 5 ? kWithMoney[i] : account(static_cast<uint8_t>(i));
    }
    AccountId anybody_but(const AccountId& who) {
        for (;;) {
            if (const AccountId other = anybody(); other != who) return other;
        }
    }
    /// Amounts around the edges of `who`: nothing, the existential deposit, all that is free, and anything.
    Balance amount(const AccountId& who) {
        const Balance free = Balances::free_balance(who);
        switch (below(8)) {
            case 0:
                return below(3);
            case 1:
                return kDeposit - 1 + below(3);
            case 2:
                return saturating_sub(saturating_add(free, Balance{1}), Balance{below(3)});
            case 3:
                return saturating_sub(free, kDeposit - 1 + below(3));
            case 4:
                return max_value<Balance>() - below(3);
            default:
                return random_() % (below(2) == 0 ? 2 * kDeposit : 500 * kUnit);
        }
    }
    ReserveIdentifier name() { return {static_cast<uint8_t>(below(4))}; }
    BalanceStatus status() { return below(2) == 0 ? BalanceStatus::Free : BalanceStatus::Reserved; }
    VestingInfo schedule(const AccountId& who) {
        return {amount(who), below(10) == 0 ? Balance{0} : random_() % (10 * kUnit), below(300)};
    }
    /// A transfer to oneself can lose what a small account has, and a vested one locks money that is not there: so it
    /// is on Kusama.
    RuntimeCall call(const AccountId& who) {
        const LookupSource to = below(50) == 0 ? nobody() : id(anybody_but(who));
        switch (below(17)) {
            case 0:
                return Balances::transfer_allow_death{to, {amount(who)}};
            case 1:
                return Balances::transfer_keep_alive{to, {amount(who)}};
            case 2:
                return Balances::transfer_all{to, below(2) == 0};
            case 3:
                return Balances::force_transfer{id(who), to, {amount(who)}};
            case 4:
                return Balances::force_set_balance{id(who), {random_() % (1000 * kUnit)}};
            case 5:
                return BurnCall{{amount(who)}, below(2) == 0};
            case 6:
                return Balances::force_unreserve{id(who), unnamed_[who]};
            case 7:
                return Balances::upgrade_accounts{{who, anybody()}};
            case 8:
                return Indices::claim{below(10)};
            case 9:
                return Indices::transfer{to, below(10)};
            case 10:
                return Indices::free{below(10)};
            case 11:
                return below(4) == 0 ? RuntimeCall(Indices::freeze{below(10)})
                                     : RuntimeCall(Indices::force_transfer{to, below(10), below(9) == 0});
            case 12:
                return Vesting::vest{};
            case 13:
                return Vesting::vest_other{to};
            case 14:
                return Vesting::vested_transfer{to, schedule(who)};
            case 15:
                return Vesting::force_vested_transfer{id(who), to, schedule(who)};
            default:
                return Vesting::merge_schedules{below(4), below(4)};
        }
    }

    /// What pallets do with the currency, in a storage layer as calls have.
    DispatchResult use_currency(const AccountId& who) {
        const AccountId other = anybody();
        const Balance value = amount(who);
        const Balance mine = std::min(value, unnamed_[who]);
        // A lock on an account without a provider is not counted, but its removal is.
        const bool exists = System::providers(who) > 0;
        const auto reasons = WithdrawReasons{static_cast<uint8_t>(below(32))};
        const auto liveness = below(2) == 0 ? ExistenceRequirement::KeepAlive : ExistenceRequirement::AllowDeath;
        const auto precision = below(2) == 0 ? Precision::Exact : Precision::BestEffort;
        const auto force = below(2) == 0 ? Fortitude::Polite : Fortitude::Force;
        const auto reason = below(2) == 0 ? HoldReason::First : HoldReason::Second;
        return with_storage_layer([&]() -> DispatchResult {
            switch (below(22)) {
                case 0:
                    static_cast<void>(TRY(Balances::withdraw(who, value, reasons, liveness)));
                    break;
                case 1:
                    static_cast<void>(TRY(Balances::deposit_into_existing(who, value % kMuch)));
                    break;
                case 2:
                    static_cast<void>(Balances::deposit_creating(who, value % kMuch));
                    break;
                case 3:
                    static_cast<void>(Balances::slash(who, value));
                    break;
                case 4:
                    static_cast<void>(Balances::make_free_balance_be(who, random_() % (99 * kUnit)));
                    break;
                case 5:
                    TRY(Balances::reserve(who, value));
                    unnamed_[who] += value;
                    break;
                case 6:
                    unnamed_[who] -= mine - Balances::unreserve(who, mine);
                    break;
                case 7: {
                    const BalanceStatus to = status();
                    const Balance moved = mine - TRY(Balances::repatriate_reserved(who, other, mine, to));
                    if (who == other && to == BalanceStatus::Reserved) break;
                    unnamed_[who] -= moved;
                    if (to == BalanceStatus::Reserved) unnamed_[other] += moved;
                    break;
                }
                case 8:
                    TRY(Balances::reserve_named(name(), who, value));
                    break;
                case 9:
                    static_cast<void>(Balances::unreserve_named(name(), who, value));
                    break;
                case 10:
                    static_cast<void>(Balances::slash_reserved_named(name(), who, value));
                    break;
                case 11:
                    TRY(Balances::repatriate_reserved_named(name(), who, other, value, status()));
                    break;
                case 12:
                    if (exists) Balances::set_lock(name(), who, value, reasons);
                    break;
                case 13:
                    if (exists) Balances::extend_lock(name(), who, value, reasons);
                    break;
                case 14:
                    Balances::remove_lock(name(), who);
                    break;
                case 15:
                    Balances::resolve_creating(who, Balances::issue(value % kMuch));
                    break;
                case 16:
                    TRY(Balances::hold(reason, who, value));
                    break;
                case 17:
                    TRY(Balances::release(reason, who, value, precision));
                    break;
                case 18:
                    TRY(Balances::burn_held(reason, who, value, precision, force));
                    break;
                case 19:
                    TRY(Balances::transfer_on_hold(reason, who, other, value, precision, Restriction::OnHold, force));
                    break;
                case 20:
                    TRY(Balances::burn_from(who, value, precision, force));
                    break;
                default:
                    TRY(Balances::mint_into(who, value % kMuch));
                    break;
            }
            return {};
        });
    }

    void expect_invariants(int step) {
        for (const auto& state :
             {System::try_state(), Balances::try_state(), Indices::try_state(), Vesting::try_state()}) {
            ASSERT_TRUE(state) << state.error() << ", step " << step;
        }
    }

    std::mt19937_64 random_;
    /// What is reserved without a name by the walk itself. Nothing else may be freed without a name: the pallet does
    /// not know whose it is, and would take from the others' deposits.
    std::map<AccountId, Balance> unnamed_;
};

TEST_F(Walk, InvariantsHoldAfterEachStep) {
    int succeeded = 0;
    for (int step = 0; step < kSteps; ++step) {
        if (below(10) == 0) go_to(System::block_number() + below(5));
        const AccountId who = anybody();
        if (below(2) == 0) {
            const RuntimeOrigin origin = below(3) == 0 ? root() : signed_by(who);
            const RuntimeCall made = call(who);
            const bool success = make(origin, made).has_value();
            if (success && made.get_if<Balances::force_unreserve>()) unnamed_[who] = 0;
            succeeded += success ? 1 : 0;
        } else {
            succeeded += use_currency(who).has_value() ? 1 : 0;
        }
        expect_invariants(step);
        if (HasFatalFailure()) return;
    }
    // The walk is of use only if much of it leads somewhere.
    EXPECT_GT(succeeded, kSteps / 4);
}

}  // namespace
}  // namespace serinus::pallet_balances
