#include "runtime/pallets/xcm/transfers.hpp"

namespace serinus::pallet_xcm {

using xcm::Asset;
using xcm::Assets;
using xcm::Location;
using xcm::Op;
using xcm::Program;

namespace {

using Teleport = TransferType::Teleport;
using LocalReserve = TransferType::LocalReserve;
using DestinationReserve = TransferType::DestinationReserve;
using RemoteReserve = TransferType::RemoteReserve;

template <class T>
using OrCode = Result<T, ErrorCode>;

template <class Case>
bool is(const TransferType& type) {
    return std::holds_alternative<Case>(type.v);
}

/// Networks whose own asset moves to another reserve: these, and some that have no name.
/// Source: pallet-xcm 22, transfer_assets_validation.rs
constexpr ByteArray<32> kWestend{0xe1, 0x43, 0xf2, 0x38, 0x03, 0xac, 0x50, 0xe8, 0xf6, 0xf8, 0xe6,
                                 0x26, 0x95, 0xd1, 0xce, 0x9e, 0x4e, 0x1d, 0x68, 0xaa, 0x36, 0xc1,
                                 0xcd, 0x2c, 0xfd, 0x15, 0x34, 0x02, 0x13, 0xf3, 0x42, 0x3e};
constexpr ByteArray<32> kPaseo{0x77, 0xaf, 0xd6, 0x19, 0x0f, 0x15, 0x54, 0xad, 0x45, 0xfd, 0x0d,
                               0x31, 0xae, 0xe6, 0x2a, 0xac, 0xc3, 0x3c, 0x6d, 0xb0, 0xea, 0x80,
                               0x11, 0x29, 0xac, 0xb8, 0x13, 0xf9, 0x13, 0xe0, 0x76, 0x4f};
constexpr ByteArray<32> kRococo{0x64, 0x08, 0xde, 0x77, 0x37, 0xc5, 0x9c, 0x23, 0x88, 0x90, 0x53,
                                0x3a, 0xf2, 0x58, 0x96, 0xa2, 0xc2, 0x06, 0x08, 0xd8, 0xb3, 0x80,
                                0xbb, 0x01, 0x02, 0x9a, 0xcb, 0x39, 0x27, 0x81, 0x06, 0x3e};

bool is_moving_network(const xcm::NetworkId& network) {
    using Kind = xcm::NetworkId::Kind;
    if (network.kind == Kind::Polkadot || network.kind == Kind::Kusama) return true;
    return network.kind == Kind::ByGenesis &&
           (network.hash == kWestend || network.hash == kPaseo || network.hash == kRococo);
}

/// Whether it is the network's own asset, seen from the relay chain or from one of its parachains.
bool is_native_of_network(const xcm::Junctions& here, const xcm::AssetId& id) {
    if (here.empty() || !here[0].is(xcm::JunctionKind::GlobalConsensus) || !is_moving_network(*here[0].network)) {
        return false;
    }
    if (here.size() == 1) return id.location.is_here();
    return here.size() == 2 && here[1].is(xcm::JunctionKind::Parachain) && id.location == Location::parent();
}

OrCode<void> check_native(const xcm::Config& config, std::span<const Asset> assets, const TransferType& way) {
    if (is<Teleport>(way)) return {};
    const xcm::Junctions here = config.universal_location();
    for (const Asset& asset : assets) {
        ENSURE(!is_native_of_network(here, asset.id), ErrorCode::InvalidAssetUnknownReserve);
    }
    return {};
}

/// One transfer on its way to programs.
class Composer {
  public:
    Composer(const TransferRules& rules, Transfer& transfer)
        : rules_(rules), transfer_(transfer), here_(rules.config.universal_location()) {}

    OrCode<TransferPrograms> compose(const TransferWays& ways);

  private:
    /// What an asset that pays fees, and goes another way than the others, adds in front of their programs.
    struct FeePrograms {
        Program local;
        Program remote;
    };

    OrCode<Asset> seen_from_dest(Asset asset) const {
        ENSURE(asset.id.location.reanchor(transfer_.dest, here_), ErrorCode::CannotReanchor);
        return asset;
    }
    xcm::Instruction buy_execution(const Asset& fees) const {
        return {.op = Op::BuyExecution, .limit = transfer_.limit, .asset = fees};
    }
    /// What happens to assets there in the end.
    Program last_part(size_t most) const {
        if (!transfer_.beneficiary) return transfer_.on_dest;
        return {{.op = Op::DepositAsset,
                 .filter = xcm::AssetFilter::all_counted(static_cast<uint32_t>(most)),
                 .location = *transfer_.beneficiary}};
    }
    OrCode<void> check_teleport(std::span<const Asset> assets) const;
    OrCode<void> check_reserve(std::span<const Asset> assets, const TransferType& way) const;
    OrCode<void> check_out(const Assets& assets) const;
    /// What is done here with assets that go that way, and what is said of them there.
    static Program local_part(const Assets& assets, const TransferType& way, const Location& dest);
    static Op arrival(const TransferType& way);

    OrCode<FeePrograms> fee_programs(const Asset& fees, const TransferType& way) const;
    OrCode<TransferPrograms> over_remote_reserve(const Location& reserve) const;

    const TransferRules& rules_;
    Transfer& transfer_;
    xcm::Junctions here_;
};

OrCode<void> Composer::check_teleport(std::span<const Asset> assets) const {
    ENSURE(rules_.may_teleport({transfer_.origin, assets}), ErrorCode::Filtered);
    for (const Asset& asset : assets) {
        ENSURE(rules_.config.teleporters.contains(asset, transfer_.dest), ErrorCode::Filtered);
    }
    return {};
}

OrCode<void> Composer::check_reserve(std::span<const Asset> assets, const TransferType& way) const {
    ENSURE(rules_.may_transfer_reserves({transfer_.origin, assets}), ErrorCode::Filtered);
    if (!is<DestinationReserve>(way)) return {};
    for (const Asset& asset : assets) {
        ENSURE(rules_.config.reserves.contains(asset, transfer_.dest), ErrorCode::InvalidAssetUnsupportedReserve);
    }
    return {};
}

/// The transactor is asked without a context, as nothing is executed yet.
OrCode<void> Composer::check_out(const Assets& assets) const {
    const xcm::AssetTransactor& transactor = rules_.config.assets;
    for (const Asset& asset : assets) {
        ENSURE(transactor.can_check_out(transfer_.dest, asset, {}), ErrorCode::CannotCheckOutTeleport);
    }
    for (const Asset& asset : assets) transactor.check_out(transfer_.dest, asset, {});
    return {};
}

Program Composer::local_part(const Assets& assets, const TransferType& way, const Location& dest) {
    if (is<LocalReserve>(way)) return {{.op = Op::TransferAsset, .assets = assets, .location = dest}};
    return {{.op = Op::WithdrawAsset, .assets = assets}, {.op = Op::BurnAsset, .assets = assets}};
}

Op Composer::arrival(const TransferType& way) {
    if (is<LocalReserve>(way)) return Op::ReserveAssetDeposited;
    return is<Teleport>(way) ? Op::ReceiveTeleportedAsset : Op::WithdrawAsset;
}

OrCode<Composer::FeePrograms> Composer::fee_programs(const Asset& fees, const TransferType& way) const {
    if (is<RemoteReserve>(way)) return Err(ErrorCode::InvalidAssetUnsupportedReserve);
    const std::span<const Asset> alone(&fees, 1);
    TRY(is<Teleport>(way) ? check_teleport(alone) : check_reserve(alone, way));
    const Asset there = TRY(seen_from_dest(fees));
    if (is<Teleport>(way)) TRY(check_out({{fees}}));
    return FeePrograms{local_part({{fees}}, way, transfer_.dest),
                       {{.op = arrival(way), .assets = {{there}}}, buy_execution(there)}};
}

/// Fees and assets have the same reserve. Half of the fees is for execution there, half for the destination.
OrCode<TransferPrograms> Composer::over_remote_reserve(const Location& reserve) const {
    TRY(check_reserve(transfer_.assets, {RemoteReserve{reserve}}));
    const Asset& fees = transfer_.assets[transfer_.fee_item];
    ENSURE(fees.is_fungible() && fees.fun.amount > 1, ErrorCode::FeesNotMet);
    const uint128_t half = fees.fun.amount / 2;

    Asset reserve_fees = Asset::fungible(fees.id, half);
    ENSURE(reserve_fees.id.location.reanchor(reserve, here_), ErrorCode::CannotReanchor);
    const Asset dest_fees = TRY(seen_from_dest(Asset::fungible(fees.id, fees.fun.amount - half)));
    Location dest = transfer_.dest;
    ENSURE(dest.reanchor(reserve, here_), ErrorCode::CannotReanchor);

    const size_t count = transfer_.assets.size();
    const xcm::AssetFilter all = xcm::AssetFilter::all_counted(static_cast<uint32_t>(count));
    Program on_dest{buy_execution(dest_fees)};
    on_dest.append(last_part(count));
    const Program on_reserve{buy_execution(reserve_fees),
                             {.op = Op::DepositReserveAsset, .filter = all, .location = dest, .program = on_dest}};
    return TransferPrograms{
        {{.op = Op::WithdrawAsset, .assets = Assets::sorted(transfer_.assets)},
         {.op = Op::SetFeesMode, .flag = true},
         {.op = Op::InitiateReserveWithdraw, .filter = all, .location = reserve, .program = on_reserve}},
        std::nullopt};
}

OrCode<TransferPrograms> Composer::compose(const TransferWays& ways) {
    const size_t count = transfer_.assets.size();
    const bool is_together = ways.fees == ways.assets;
    ENSURE(transfer_.fee_item < count, ErrorCode::Empty);
    const Asset fees = transfer_.assets[transfer_.fee_item];

    FeePrograms first;
    if (!is_together) {
        // Messages to several chains could arrive in any order, so that the fees came too late.
        ENSURE(!is<RemoteReserve>(ways.assets), ErrorCode::InvalidAssetUnsupportedReserve);
        transfer_.assets.erase(transfer_.assets.begin() + static_cast<ptrdiff_t>(transfer_.fee_item));
        first = TRY(fee_programs(fees, ways.fees));
    }
    if (const auto* const remote = std::get_if<RemoteReserve>(&ways.assets.v)) {
        const auto reserve = remote->_0.latest();
        ENSURE(reserve, ErrorCode::BadVersion);
        return over_remote_reserve(*reserve);
    }

    TRY(is<Teleport>(ways.assets) ? check_teleport(transfer_.assets) : check_reserve(transfer_.assets, ways.assets));
    const Assets assets = Assets::sorted(transfer_.assets);
    Assets there = assets;
    ENSURE(there.reanchor(transfer_.dest, here_), ErrorCode::CannotReanchor);
    if (is<Teleport>(ways.assets)) TRY(check_out(assets));

    TransferPrograms out{std::move(first.local), std::move(first.remote)};
    out.local.append(local_part(assets, ways.assets, transfer_.dest));
    out.remote->append({{.op = arrival(ways.assets), .assets = there}, {.op = Op::ClearOrigin}});
    if (is_together) out.remote->push(buy_execution(TRY(seen_from_dest(fees))));
    out.remote->append(last_part(count));
    return out;
}

}  // namespace

Result<TransferType, ErrorCode> transfer_type(const xcm::Config& config, const Asset& asset, const Location& dest) {
    if (config.teleporters.contains(asset, dest)) return TransferType{Teleport{}};
    if (config.reserves.contains(asset, dest)) return TransferType{DestinationReserve{}};
    const Location chain = asset.id.location.chain_location();
    if (chain.is_here() || config.teleporters.contains(asset, chain)) return TransferType{LocalReserve{}};
    ENSURE(config.reserves.contains(asset, chain), ErrorCode::InvalidAssetUnknownReserve);
    return TransferType{RemoteReserve{chain}};
}

Result<TransferWays, ErrorCode> transfer_ways(const xcm::Config& config, const Transfer& transfer) {
    std::optional<TransferType> fees;
    std::optional<TransferType> others;
    for (size_t i = 0; i < transfer.assets.size(); ++i) {
        const Asset& asset = transfer.assets[i];
        ENSURE(!asset.is_fungible() || asset.fun.amount != 0, ErrorCode::Empty);
        TransferType way = TRY(transfer_type(config, asset, transfer.dest));
        if (i == transfer.fee_item) {
            fees = std::move(way);
        } else {
            ENSURE(!others || *others == way, ErrorCode::TooManyReserves);
            others = std::move(way);
        }
    }
    if (transfer.assets.size() == 1) others = fees;
    ENSURE(fees && others, ErrorCode::Empty);
    return TransferWays{*std::move(fees), *std::move(others)};
}

Result<void, ErrorCode> check_native_reserve(const xcm::Config& config, const Transfer& transfer,
                                             const TransferWays& ways) {
    ENSURE(transfer.fee_item < transfer.assets.size(), ErrorCode::Empty);
    const std::span<const Asset> assets(transfer.assets);
    TRY(check_native(config, assets.first(transfer.fee_item), ways.assets));
    TRY(check_native(config, assets.subspan(transfer.fee_item + 1), ways.assets));
    return check_native(config, assets.subspan(transfer.fee_item, 1), ways.fees);
}

Result<TransferPrograms, ErrorCode> transfer_programs(const TransferRules& rules, Transfer transfer,
                                                      const TransferWays& ways) {
    return Composer(rules, transfer).compose(ways);
}

}  // namespace serinus::pallet_xcm
