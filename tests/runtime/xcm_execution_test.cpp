// Random programs, executed by our executor with Kusama's configuration around accounts in memory, and by the real
// Kusama 1.7.1 as a dry run: the outcome, the messages that were sent and the balances afterwards are equal.
#include <gtest/gtest.h>

#include <map>

#include "base/hex.hpp"
#include "hashing/hashing.hpp"
#include "runtime/runtimes/kusama/xcm_places.hpp"
#include "runtime/xcm/builders/fees.hpp"
#include "runtime/xcm/builders/routers.hpp"
#include "runtime/xcm/builders/traders.hpp"
#include "runtime/xcm/builders/transactors.hpp"
#include "runtime/xcm/executor.hpp"
#include "runtime/xcm/sample_test.hpp"
#include "runtime/xcm/versioned.hpp"
#include "tests/runtime/real_xcm_test.hpp"
#include "tests/support/random.hpp"

namespace serinus::test {
namespace {

using namespace xcm;
using namespace xcm::test;

constexpr uint128_t kExistentialDeposit = 333'333'333;
constexpr uint32_t kSystemPara = 1000, kUserPara = 2000;

/// The state of our side: accounts of one currency, messages to parachains.
struct Ledger {
    std::map<AccountId, uint128_t> balances;
    std::map<uint32_t, std::vector<Bytes>> messages;
};
Ledger ledger;
std::vector<Ledger> ledgers;  ///< of open layers
std::function<uint128_t(Weight)> real_fee;
std::vector<PalletEntry> real_pallets;

/// Balances, as far as accounts without locks and holds need it.
struct Currency {
    static sdk::Balance total_issuance() { return 0; }
    static sdk::Balance minimum_balance() { return kExistentialDeposit; }
    static sdk::Balance balance(const AccountId& who) { return ledger.balances[who]; }
    static sdk::Balance total_balance(const AccountId& who) { return balance(who); }
    static sdk::Balance reducible_balance(const AccountId& who, sdk::Preservation, sdk::Fortitude) {
        return balance(who);
    }
    static sdk::DepositConsequence can_deposit(const AccountId& who, sdk::Balance amount, sdk::Provenance) {
        return balance(who) + amount < kExistentialDeposit ? sdk::DepositConsequence::BelowMinimum
                                                           : sdk::DepositConsequence::Success;
    }
    static sdk::WithdrawConsequence can_withdraw(const AccountId& who, sdk::Balance amount) {
        return balance(who) < amount ? sdk::WithdrawConsequence::BalanceLow : sdk::WithdrawConsequence::Success;
    }
    static sdk::ResultOf<sdk::Balance> mint_into(const AccountId& who, sdk::Balance amount) {
        ENSURE(can_deposit(who, amount, {}) == sdk::DepositConsequence::Success,
               sdk::DispatchError(sdk::TokenError::BelowMinimum));
        return ledger.balances[who] += amount;
    }
    static sdk::ResultOf<sdk::Balance> burn_from(const AccountId& who, sdk::Balance amount, sdk::Precision,
                                                 sdk::Fortitude) {
        ENSURE(balance(who) >= amount, sdk::DispatchError(sdk::TokenError::FundsUnavailable));
        ledger.balances[who] -= amount;
        if (balance(who) < kExistentialDeposit) ledger.balances[who] = 0;
        return amount;
    }
    static sdk::ResultOf<sdk::Balance> transfer(const AccountId& from, const AccountId& to, sdk::Balance amount,
                                                sdk::Preservation) {
        ENSURE(balance(from) >= amount, sdk::DispatchError(sdk::TokenError::FundsUnavailable));
        ENSURE(balance(to) + amount >= kExistentialDeposit, sdk::DispatchError(sdk::TokenError::BelowMinimum));
        TRY(burn_from(from, amount, {}, {}));
        return mint_into(to, amount);
    }
};

AccountId pallet_account(std::string_view id) {
    AccountId made{};
    const std::string text = "modl" + std::string(id);
    std::copy(text.begin(), text.end(), made.bytes.begin());
    return made;
}
std::optional<CheckingAccount> checking() { return CheckingAccount{pallet_account("py/xcmch"), true}; }
Location treasury() { return {0, {Junction::account_id32(std::nullopt, pallet_account("py/trsry").bytes)}}; }
using kusama::kAccountsOfLocations;
constexpr FungibleAdapter<Currency> kAssets(kusama::own_asset, kAccountsOfLocations, checking);
constexpr ChildAliases kAliases;
constexpr FeesTo kFees(kusama::kPlacesWithoutFees, kAssets, treasury);
constexpr WeightPrice kPrice{native, [](Weight weight) { return real_fee(weight); }, [](uint128_t) {}};
constexpr PriceTraders kTraders(kPrice);

struct NoCalls final : CallWeigher {
    std::optional<Weight> weight_of(BytesView) const override { return std::nullopt; }
};
constexpr NoCalls kNoCallWeights;
constexpr TableWeigher kWeigher = kusama::xcm_weigher(kNoCallWeights);

constexpr kusama::XcmBarrier kBarrier(kNoResponses);

/// ChildParachainRouter on the state of this test: the two paras are there and know version 5.
struct ToChildren final : Router {
    Result<PricedTicket, SendError> validate(const Location& dest, const Program& message) const override {
        ENSURE(is_child_parachain(dest), SendError(SendError::Code::NotApplicable));
        const uint128_t price =
            exponential_price(sdk::FixedU128::one(), kusama::kXcmBaseFee, kusama::kXcmByteFee, message.encoded_size());
        const VersionedXcm versioned(message);
        ENSURE(is_decodable(versioned), SendError(SendError::Code::ExceedsMaxMessageSize));
        const auto para = static_cast<uint32_t>(dest.interior[0].number);
        ENSURE(para == kSystemPara || para == kUserPara, SendError(SendError::Code::Unroutable));
        return PricedTicket{{0, dest, versioned.encoded(), {}}, coins_only(price)};
    }
    Result<XcmHash, SendError> deliver(const Ticket& ticket) const override {
        ledger.messages[static_cast<uint32_t>(ticket.destination.interior[0].number)].push_back(ticket.message);
        return ticket.id;
    }
};
constexpr ToChildren kToChildren;
// Topics that only prices depend on, by their length.
constexpr WithUniqueTopic kRouter(kToChildren, [](BytesView) { return XcmHash{}; });

struct LedgerLayers final : Layers {
    bool enter() const override {
        ledgers.push_back(ledger);
        return true;
    }
    void leave(bool keep) const override {
        if (!keep) ledger = ledgers.back();
        ledgers.pop_back();
    }
};
constexpr LedgerLayers kLayers;

constexpr Config kConfig{.universal_location = kusama::kUniversalLocation,
                         .barrier = kBarrier,
                         .weigher = kWeigher,
                         .traders = kTraders,
                         .assets = kAssets,
                         .router = kRouter,
                         .fees = kFees,
                         .teleporters = kusama::kTrustedTeleporters,
                         .aliasers = kAliases,
                         .layers = kLayers,
                         .pallets = [] { return std::span<const PalletEntry>(real_pallets); }};

/// Programs that do something.
class Programs {
  public:
    explicit Programs(std::mt19937_64& random) : random_(random) {}

    Program program(const Location& origin) {
        Program made;
        // Instructions that the barrier wants, most often.
        if (below(12) != 0) {
            if (is_child_system_parachain(origin) && below(2) == 0) {
                made.push({.op = Op::UnpaidExecution});
            } else {
                const bool teleports = is_child_system_parachain(origin) && below(2) == 0;
                made.push({.op = teleports ? Op::ReceiveTeleportedAsset : Op::WithdrawAsset,
                           .assets = below(4) == 0 ? some() : coins_only(3'000'000'000'000)});
                if (below(2) == 0) {
                    made.push({.op = Op::BuyExecution, .limit = limit(), .asset = coins(fees())});
                } else {
                    made.push({.op = Op::PayFees, .asset = coins(fees())});
                }
            }
        }
        append_some(made, 1 + below(7), 2);
        return made;
    }

  private:
    uint64_t below(uint64_t bound) { return random_between(random_, 0, bound - 1); }
    uint128_t amount() {
        constexpr uint128_t kAmounts[] = {
            1, 300'000'000, 400'000'000, 2'000'000'000, 50'000'000'000, 1'000'000'000'000};
        return kAmounts[below(6)] + below(3);
    }
    uint128_t fees() { return below(6) == 0 ? amount() : 500'000'000'000; }
    WeightLimit limit() {
        return below(2) == 0 ? WeightLimit() : Weight::from_parts(below(2) == 0 ? 1 << 20 : 1ull << 36, 1 << 20);
    }
    Location place() {
        const Location places[] = {parachain(kSystemPara),
                                   parachain(kUserPara),
                                   parachain(3000),
                                   account(1),
                                   account(2),
                                   Location::here(),
                                   Location::parent(),
                                   {0, {Junction::parachain(kUserPara), Junction::pallet_instance(3)}}};
        return places[below(10) % 8];
    }
    Location chain() { return parachain(below(6) == 0 ? 3000 : below(2) == 0 ? kSystemPara : kUserPara); }
    Asset any() {
        if (below(40) == 0) return Asset::fungible({place()}, amount());
        if (below(60) == 0) return Asset::non_fungible(native(), {AssetInstance::Kind::Index, below(2), {}});
        return coins(amount());
    }
    Assets some() {
        std::vector<Asset> items;
        for (uint64_t i = below(5) == 0 ? below(3) : 1; i > 0; --i) items.push_back(any());
        return Assets::sorted(std::move(items));
    }
    AssetFilter filter() {
        switch (below(4)) {
            case 0:
                return AssetFilter::of(some());
            case 1:
                return AssetFilter::all_counted(static_cast<uint32_t>(below(3)));
            case 2:
                return AssetFilter::all_of(native(), static_cast<WildFungibility>(below(2)));
            default:
                return AssetFilter::all();
        }
    }
    AssetTransferFilter transfer() { return {static_cast<TransferKind>(below(3)), filter()}; }
    QueryResponseInfo info() {
        return {below(5) == 0 ? place() : chain(), below(100), Weight::from_parts(below(9), 1)};
    }
    Program inside(uint32_t depth) {
        Program made;
        append_some(made, below(4), depth);
        return made;
    }
    void append_some(Program& to, uint64_t count, uint32_t depth) {
        for (; count > 0; --count) {
            auto i = instruction(depth);
            to.push(i);
        }
    }
    Instruction instruction(uint32_t depth) {
        constexpr Op kOps[] = {
            Op::WithdrawAsset,
            Op::WithdrawAsset,
            Op::ReceiveTeleportedAsset,
            Op::TransferAsset,
            Op::TransferReserveAsset,
            Op::DepositAsset,
            Op::DepositAsset,
            Op::DepositReserveAsset,
            Op::InitiateReserveWithdraw,
            Op::InitiateTeleport,
            Op::InitiateTransfer,
            Op::InitiateTransfer,
            Op::BuyExecution,
            Op::PayFees,
            Op::RefundSurplus,
            Op::SetErrorHandler,
            Op::SetAppendix,
            Op::ClearError,
            Op::Trap,
            Op::BurnAsset,
            Op::ExpectAsset,
            Op::ExpectOrigin,
            Op::ExpectError,
            Op::ReportError,
            Op::ReportHolding,
            Op::QueryPallet,
            Op::ExpectPallet,
            Op::ReportTransactStatus,
            Op::SetFeesMode,
            Op::SetTopic,
            Op::ClearTopic,
            Op::ClearOrigin,
            Op::DescendOrigin,
            Op::AliasOrigin,
            Op::UnpaidExecution,
            Op::SetHints,
            Op::ClaimAsset,
            Op::QueryResponse,
            Op::ExpectTransactStatus,
            Op::ClearTransactStatus,
        };
        Instruction i{.op = kOps[below(std::size(kOps))]};
        // Members that the instruction does not have are not written.
        i.flag = below(2) == 0;
        i.id = below(5);
        i.numbers = {static_cast<uint32_t>(below(30)), 1, 0};
        i.limit = limit();
        i.topic = topic(static_cast<uint8_t>(below(3)));
        i.assets = some();
        i.filter = filter();
        i.asset = any();
        const bool is_sent = i.op == Op::TransferReserveAsset ||
                             (i.op >= Op::DepositReserveAsset && i.op <= Op::InitiateTeleport) ||
                             i.op == Op::InitiateTransfer;
        i.location = is_sent && below(8) != 0 ? chain() : place();
        if (below(2) == 0) i.maybe_location = place();
        if (below(2) == 0) i.interior = Junctions{Junction::pallet_instance(static_cast<uint8_t>(below(3)))};
        if (i.op == Op::AliasOrigin && below(2) == 0) (void)i.location.append(i.interior);
        if (below(3) != 0) i.error = InstructionError{static_cast<uint32_t>(below(3)), Error::trap(below(3))};
        i.info = info();
        if (below(3) != 0)
            i.remote_fees = AssetTransferFilter{static_cast<TransferKind>(below(3)), AssetFilter::of(any())};
        for (uint64_t n = below(3); n > 0; --n) i.transfers.push_back(transfer());
        if (below(3) != 0) i.claimers = {place()};
        if (depth > 0) i.program = inside(depth - 1);
        return i;
    }

    std::mt19937_64& random_;
};

class KusamaXcmExecution : public RealXcm {
  protected:
    using State = std::vector<std::pair<Bytes, Bytes>>;
    static constexpr uint128_t kRich = 1'000'000'000'000'000;

    void SetUp() override {
        RealXcm::SetUp();
        if (IsSkipped() || HasFatalFailure()) return;
        for (const auto& pallet : metadata_->model().pallets)
            real_pallets.push_back({pallet.index, pallet.name, "?", 0, 0, 0});
        real_fee = [this](Weight weight) {
            const Bytes asset = VersionedAssetId(native()).encoded();
            const auto answer = ask("XcmPaymentApi_query_weight_to_asset_fee", concat(scale::encode(weight), asset));
            return load_le<uint128_t>(answer->data() + 1);
        };
        for (const AccountId& who :
             {*kAccountsOfLocations.account_of(parachain(kSystemPara)),
              *kAccountsOfLocations.account_of(parachain(kUserPara)), *kAccountsOfLocations.account_of(account(1)),
              pallet_account("py/xcmch"), pallet_account("py/trsry")}) {
            rich_.push_back(who);
        }
        const auto* const configuration = metadata_->find_entry("Configuration", "ActiveConfig");
        Bytes limits = to_bytes(configuration->default_value);
        store_le(limits.data() + kMaxDownwardMessageSize, uint32_t{1} << 20);
        state_.emplace_back(key("Configuration", "ActiveConfig", {}), limits);
        state_.emplace_back(key("XcmPallet", "SafeXcmVersion", {}), scale::encode(uint32_t{5}));
        state_.emplace_back(key("Balances", "TotalIssuance", {}), scale::encode(kRich * 1000));
        for (const uint32_t para : {kSystemPara, kUserPara}) {
            state_.emplace_back(key("Paras", "Heads", {scale::encode(para)}), Bytes{4, 1});
        }
        for (const AccountId& who : rich_) {
            state_.emplace_back(account_key(who),
                                concat(Bytes(8), scale::encode(uint32_t{1}), Bytes(4), scale::encode(kRich), Bytes(32),
                                       scale::encode(uint128_t{1} << 127)));
        }
    }
    Bytes account_key(const AccountId& who) const { return key("System", "Account", {to_bytes(who.bytes)}); }

    std::vector<AccountId> rich_;
    State state_;
};

TEST_F(KusamaXcmExecution, OutcomesMessagesAndBalancesAreTheSame) {
    auto random = seeded_random();
    Programs programs(random);
    std::map<std::string, size_t> seen;
    for (int run = 0; run < 4000; ++run) {
        const Location origins[] = {parachain(kSystemPara), parachain(kUserPara), account(1), account(2)};
        const Location& origin = origins[random() % 4];
        const Program program = programs.program(origin);

        ledger = {};
        for (const AccountId& who : rich_) ledger.balances[who] = kRich;
        XcmHash id = hashing::blake2b_256(program.encoded()).bytes;
        const Outcome ours = prepare_and_execute(kConfig, origin, program, id, Weight::max(), {});
        ASSERT_TRUE(ledgers.empty());

        const VersionedXcm message(program);
        ASSERT_TRUE(VersionedXcm::decode(message.encoded())) << "a generator of what does not decode";
        std::map<Bytes, Bytes> after;
        const auto real = ask("DryRunApi_dry_run_xcm", concat(VersionedLocation(origin).encoded(), message.encoded()),
                              state_, [&](state::Overlay& overlay) {
                                  for (const auto& [who, balance] : ledger.balances) {
                                      const auto stored = overlay.get(state::Area::top(), account_key(who));
                                      after[to_bytes(who.bytes)] = *stored ? to_bytes(**stored) : Bytes{};
                                  }
                              });
        ASSERT_TRUE(real) << to_hex(message.encoded());
        const std::string what = to_hex(VersionedLocation(origin).encoded()) + " " + to_hex(message.encoded());
        // The effects begin with the outcome, behind the Ok of the answer.
        const Bytes outcome = scale::encode(ours);
        ASSERT_EQ(to_hex(BytesView(*real).subspan(1, std::min(outcome.size(), real->size() - 1))), to_hex(outcome))
            << what;

        // They end with the messages.
        std::vector<Bytes> queues;
        for (const auto& [para, messages] : ledger.messages) {
            Bytes queue = VersionedLocation(parachain(para)).encoded();
            scale::Encoder count;
            count.compact(uint64_t{messages.size()});
            append(queue, std::move(count).finish());
            for (const Bytes& one : messages) append(queue, one);
            queues.push_back(std::move(queue));
        }
        const auto tail = [&] {
            Bytes made{static_cast<uint8_t>(queues.size() << 2)};
            for (const Bytes& queue : queues) append(made, queue);
            return to_hex(made);
        };
        std::string sent = tail();
        const std::string end = to_hex(*real).substr(2 * real->size() - std::min(2 * real->size(), sent.size()));
        if (end != sent) std::reverse(queues.begin(), queues.end());  // paras stand in the order of hashes
        sent = tail();
        ASSERT_EQ(end, sent) << what;

        for (const auto& [who, balance] : ledger.balances) {
            const Bytes& stored = after[to_bytes(who.bytes)];
            const uint128_t free = stored.empty() ? 0 : load_le<uint128_t>(stored.data() + 16);
            ASSERT_EQ(to_hex(scale::encode(free)), to_hex(scale::encode(balance))) << to_hex(who.bytes) << ' ' << what;
        }
        ++seen[ours.kind == Outcome::Kind::Complete
                   ? "complete"
                   : "error " + std::to_string(static_cast<int>(ours.error.error.code))];
        if (!queues.empty()) ++seen["sent"];
    }
    for (const auto& [outcome, count] : seen) std::cout << outcome << ": " << count << '\n';
    for (const auto* outcome : {"complete", "sent", "error 9", "error 19", "error 20", "error 38"}) {
        EXPECT_GT(seen[outcome], 10u) << outcome;
    }
}

}  // namespace
}  // namespace serinus::test
