// Which function does what an instruction says; those of one line stand here.
#include "runtime/xcm/executor/machine.hpp"

namespace serinus::xcm {

namespace {

XcmResult expect(bool condition) {
    ENSURE(condition, Error(Error::Code::ExpectationFalse));
    return {};
}

}  // namespace

XcmResult Machine::process_instruction(Instruction& i) {
    switch (i.op) {
        case Op::WithdrawAsset:
            return withdraw_asset(i);
        case Op::ReserveAssetDeposited:
            return reserve_asset_deposited(i);
        case Op::ReceiveTeleportedAsset:
            return receive_teleported_asset(i);
        case Op::QueryResponse:
            return query_response(i);
        case Op::TransferAsset:
            return transfer_asset(i);
        case Op::TransferReserveAsset:
            return transfer_reserve_asset(i);
        case Op::Transact:
            return transact(i);
        case Op::HrmpNewChannelOpenRequest:
            return in_layer([&] { return config_.hrmp.on_open_request(i.numbers[0], i.numbers[1], i.numbers[2]); });
        case Op::HrmpChannelAccepted:
            return in_layer([&] { return config_.hrmp.on_accepted(i.numbers[0]); });
        case Op::HrmpChannelClosing:
            return in_layer([&] { return config_.hrmp.on_closing(i.numbers[0], i.numbers[1], i.numbers[2]); });
        case Op::ClearOrigin:
            context_.origin.reset();
            return {};
        case Op::DescendOrigin:
            return descend_origin(i);
        case Op::ReportError: {
            Response response{Response::Kind::ExecutionResult, {}, error_, {}, {}, {}};
            return respond(response, i.info, FeeReason::Report);
        }
        case Op::DepositAsset:
            return deposit_asset(i);
        case Op::DepositReserveAsset:
            return send_assets(i, TransferKind::ReserveDeposit, FeeReason::DepositReserveAsset);
        case Op::ExchangeAsset:
            return exchange_asset(i);
        case Op::InitiateReserveWithdraw:
            return send_assets(i, TransferKind::ReserveWithdraw, FeeReason::InitiateReserveWithdraw);
        case Op::InitiateTeleport:
            return send_assets(i, TransferKind::Teleport, FeeReason::InitiateTeleport);
        case Op::ReportHolding:
            return report_holding(i);
        case Op::BuyExecution:
            return buy_execution(i);
        case Op::RefundSurplus:
            return refund_surplus();
        case Op::SetErrorHandler:
            return set_handler(i, error_handler_, error_handler_weight_);
        case Op::SetAppendix:
            return set_handler(i, appendix_, appendix_weight_);
        case Op::ClearError:
            error_.reset();
            return {};
        case Op::ClaimAsset:
            return claim_asset(i);
        case Op::Trap:
            return Err(Error::trap(i.id));
        case Op::SubscribeVersion:
            return subscribe_version(i);
        case Op::UnsubscribeVersion:
            return unsubscribe_version();
        case Op::BurnAsset:
            holding_.take(AssetFilter::of(std::move(i.assets)));
            return {};
        case Op::ExpectAsset:
            return expect(holding_.contains_each(i.assets));
        case Op::ExpectOrigin:
            return expect(context_.origin == i.maybe_location);
        case Op::ExpectError:
            return expect(error_ == i.error);
        case Op::ExpectTransactStatus:
            return expect(transact_status_ == i.status);
        case Op::QueryPallet:
            return query_pallet(i);
        case Op::ExpectPallet:
            return expect_pallet(i);
        case Op::ReportTransactStatus: {
            Response response{Response::Kind::DispatchResult, {}, {}, {}, {}, transact_status_};
            return respond(response, i.info, FeeReason::Report);
        }
        case Op::ClearTransactStatus:
            transact_status_ = {};
            return {};
        case Op::UniversalOrigin:
            return universal_origin(i);
        case Op::ExportMessage:
            return export_message(i);
        case Op::LockAsset:
            return lock_asset(i);
        case Op::UnlockAsset:
            return unlock_asset(i);
        case Op::NoteUnlockable:
            return note_unlockable(i);
        case Op::RequestUnlock:
            return request_unlock(i);
        case Op::SetFeesMode:
            jit_withdraw_ = i.flag;
            return {};
        case Op::SetTopic:
            context_.topic = i.topic;
            return {};
        case Op::ClearTopic:
            context_.topic.reset();
            return {};
        case Op::AliasOrigin:
            return alias_origin(i);
        case Op::UnpaidExecution:
            ENSURE(!i.maybe_location || context_.origin == i.maybe_location, Error(Error::Code::BadOrigin));
            return {};
        case Op::PayFees:
            return pay_fees(i);
        case Op::InitiateTransfer:
            return initiate_transfer(i);
        case Op::ExecuteWithOrigin:
            return Err(Error(Error::Code::Unimplemented));
        case Op::SetHints:
            for (Location& claimer : i.claimers) asset_claimer_ = std::move(claimer);
            return {};
    }
    return Err(Error(Error::Code::Unimplemented));
}

}  // namespace serinus::xcm
