// Assets that go to other chains.
#include "runtime/xcm/executor/machine.hpp"

namespace serinus::xcm {

namespace {

/// What the other chain does with assets that reach it so.
Instruction arrival(TransferKind kind, const Assets& assets) {
    Instruction made{.op = Op::ReceiveTeleportedAsset};
    if (kind == TransferKind::ReserveDeposit) made.op = Op::ReserveAssetDeposited;
    if (kind == TransferKind::ReserveWithdraw) made.op = Op::WithdrawAsset;
    made.assets = assets;
    return made;
}

}  // namespace

Assets Machine::reanchored(Holding assets, const Location& dest, Holding* failed) const {
    assets.reanchor(dest, config_.universal_location(), failed);
    return assets.to_assets();
}

XcmResult Machine::transfer_reserve_asset(Instruction& i) {
    return in_layer([&]() -> XcmResult {
        const Location from = TRY(origin());
        Weight surplus;
        for (const Asset& asset : i.assets) {
            surplus.saturating_accrue(TRY(config_.assets.transfer(asset, from, i.location, context_)));
        }
        ENSURE(i.assets.reanchor(i.location, config_.universal_location()), Error(Error::Code::LocationFull));
        Program message{arrival(TransferKind::ReserveDeposit, i.assets), {.op = Op::ClearOrigin}};
        message.append(i.program);
        TRY(send(i.location, std::move(message), FeeReason::TransferReserveAsset));
        surplus_.saturating_accrue(surplus);
        return {};
    });
}

XcmResult Machine::teleport_out(const Holding& assets, const Location& dest) {
    for (const Asset& asset : assets) {
        ENSURE(config_.teleporters.contains(asset, dest), Error(Error::Code::UntrustedTeleportLocation));
        TRY(config_.assets.can_check_out(dest, asset, context_));
    }
    for (const Asset& asset : assets) config_.assets.check_out(dest, asset, context_);
    return {};
}

XcmResultOf<Assets> Machine::move_assets(TransferKind kind, const Holding& assets, const Location& dest,
                                         Program& message) {
    // What cannot be reanchored has left already, but for assets that their reserve is asked for.
    Holding* failed = nullptr;
    switch (kind) {
        case TransferKind::Teleport:
            TRY(teleport_out(assets, dest));
            break;
        case TransferKind::ReserveDeposit:
            TRY(deposit_with_retry(assets, dest));
            break;
        case TransferKind::ReserveWithdraw:
            for (const Asset& asset : assets) {
                ENSURE(config_.reserves.contains(asset, dest), Error(Error::Code::UntrustedReserveLocation));
            }
            failed = &holding_;
            break;
    }
    Assets moved = reanchored(assets, dest, failed);
    message.push(arrival(kind, moved));
    return moved;
}

XcmResultOf<std::optional<Holding>> Machine::set_delivery_fee_aside(TransferKind kind, Holding& assets,
                                                                    const Location& dest, const Program& program) {
    Program to_weigh{arrival(kind, reanchored(assets, dest, nullptr)), {.op = Op::ClearOrigin}};
    to_weigh.append(program);
    const auto validated = config_.router.validate(dest, to_weigh);
    ENSURE(validated, validated.error().as_error());
    if (validated->price.empty()) return std::nullopt;
    return assets.take(AssetFilter::of(asset_for_delivery_fees(validated->price.items.front())));
}

XcmResult Machine::send_assets(const Instruction& i, TransferKind kind, FeeReason reason) {
    return in_layer_with_holding([&]() -> XcmResult {
        Holding assets = holding_.take(i.filter);
        std::optional<Holding> delivery_fee;
        if (fees_.empty() && !jit_withdraw_) {
            delivery_fee = TRY(set_delivery_fee_aside(kind, assets, i.location, i.program));
        }
        Program message;
        TRY(move_assets(kind, assets, i.location, message));
        message.push({.op = Op::ClearOrigin});
        message.append(i.program);
        if (delivery_fee) holding_.subsume(*delivery_fee);
        return send(i.location, std::move(message), reason);
    });
}

XcmResultOf<bool> Machine::pay_remote_fees(const Instruction& i, Program& message) {
    if (!i.remote_fees) return false;
    const auto fees = holding_.take_exactly(i.remote_fees->filter);
    ENSURE(fees, Error(Error::Code::NotHoldingFees));
    const Assets moved = TRY(move_assets(i.remote_fees->kind, *fees, i.location, message));
    ENSURE(moved.size() == 1, Error(Error::Code::TooManyAssets));
    message.push({.op = Op::PayFees, .asset = moved.items.front()});
    return true;
}

XcmResult Machine::keep_or_clear_origin(const Instruction& i, Program& message) {
    if (!i.flag) {
        message.push({.op = Op::ClearOrigin});
    } else if (context_.origin && !context_.origin->is_here()) {
        message.push({.op = Op::AliasOrigin, .location = TRY(origin_seen_from(i.location))});
    }
    return {};
}

XcmResult Machine::initiate_transfer(const Instruction& i) {
    return in_layer_with_holding([&]() -> XcmResult {
        Program message;
        // Fees first, alone: a barrier looks at no more than two assets before execution is paid for.
        const bool pays = TRY(pay_remote_fees(i, message));
        for (const AssetTransferFilter& transfer : i.transfers) {
            const Holding assets = holding_.take(transfer.filter);
            TRY(move_assets(transfer.kind, assets, i.location, message));
        }
        TRY(keep_or_clear_origin(i, message));
        if (!pays) message.push({.op = Op::UnpaidExecution});
        message.append(i.program);
        return send(i.location, std::move(message), FeeReason::InitiateTransfer);
    });
}

}  // namespace serinus::xcm
