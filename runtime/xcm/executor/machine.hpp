/// The registers of one program and its instructions. Private to the executor.
#pragma once

#include "runtime/xcm/executor.hpp"

namespace serinus::xcm {

class Machine {
  public:
    Machine(const Config& config, const Location& origin, const XcmHash& id, Weight message_weight);

    /// Runs a program and then the handler or appendix that it has set, until none is left.
    void run(Program program);
    /// Refunds, traps, and says what happened.
    Outcome finish(Weight weight) &&;

  private:
    /// Why a fragment ended early.
    struct Failure {
        InstructionError error;
        Weight weight;  ///< of the instructions behind the one that failed
    };
    std::optional<Failure> process(const Program& program);
    XcmResult process_guarded(Instruction& instruction);
    XcmResult process_instruction(Instruction& instruction);

    // Assets that come in, go out, or are looked at (assets.cpp).
    XcmResult withdraw_asset(const Instruction& i);
    XcmResult reserve_asset_deposited(const Instruction& i);
    XcmResult receive_teleported_asset(const Instruction& i);
    XcmResult transfer_asset(const Instruction& i);
    XcmResult deposit_asset(const Instruction& i);
    XcmResult exchange_asset(const Instruction& i);
    XcmResult claim_asset(const Instruction& i);
    XcmResult ensure_room(size_t count) const;
    XcmResultOf<Weight> deposit_with_retry(const Holding& assets, const Location& beneficiary);

    // Assets that go to other chains (transfers.cpp).
    XcmResult transfer_reserve_asset(Instruction& i);
    /// DepositReserveAsset, InitiateReserveWithdraw, InitiateTeleport.
    XcmResult send_assets(const Instruction& i, TransferKind kind, FeeReason reason);
    XcmResult initiate_transfer(const Instruction& i);
    XcmResultOf<Assets> move_assets(TransferKind kind, const Holding& assets, const Location& dest, Program& message);
    XcmResult teleport_out(const Holding& assets, const Location& dest);
    XcmResultOf<std::optional<Holding>> set_delivery_fee_aside(TransferKind kind, Holding& assets, const Location& dest,
                                                               const Program& program);
    XcmResultOf<bool> pay_remote_fees(const Instruction& i, Program& message);
    XcmResult keep_or_clear_origin(const Instruction& i, Program& message);
    Assets reanchored(Holding assets, const Location& dest, Holding* failed) const;

    // Sending (sending.cpp).
    XcmResult send(const Location& dest, Program message, FeeReason reason);
    XcmResult take_fee(const Assets& fees, FeeReason reason);
    XcmResultOf<Holding> collect_fee(const Asset& asset);
    Asset asset_for_delivery_fees(const Asset& needed) const;
    XcmResult respond(const Response& response, const QueryResponseInfo& info, FeeReason reason);
    XcmResult report_holding(const Instruction& i);
    XcmResult query_pallet(const Instruction& i);
    XcmResult export_message(const Instruction& i);

    // Weight (weight.cpp).
    XcmResult buy_execution(const Instruction& i);
    XcmResult pay_fees(const Instruction& i);
    XcmResult refund_surplus();
    XcmResult set_handler(const Instruction& i, Program& handler, Weight& handler_weight);

    // Origin, calls, queries, expectations (registers.cpp).
    XcmResult transact(const Instruction& i);
    XcmResult query_response(const Instruction& i);
    XcmResult descend_origin(const Instruction& i);
    XcmResult universal_origin(const Instruction& i);
    XcmResult alias_origin(const Instruction& i);
    XcmResult subscribe_version(const Instruction& i);
    XcmResult unsubscribe_version();
    XcmResult expect_pallet(const Instruction& i) const;

    // Locks (locks.cpp).
    XcmResult lock_asset(const Instruction& i);
    XcmResult unlock_asset(const Instruction& i);
    XcmResult note_unlockable(const Instruction& i);
    XcmResult request_unlock(const Instruction& i);
    XcmResult pay_and_deliver(const PricedTicket& message, FeeReason reason, LockTicket& lock);

    // Common.
    XcmResultOf<Location> origin() const;
    XcmResultOf<Location> origin_seen_from(const Location& target) const;
    /// Runs `body` in a layer of storage, which a failure undoes.
    template <class F>
    XcmResult in_layer(F&& body);
    /// The same; a failure also restores holding.
    template <class F>
    XcmResult in_layer_with_holding(F&& body);

    const Config& config_;
    Holding holding_;
    Context context_;
    Location original_origin_;
    std::unique_ptr<Trader> trader_;
    std::optional<InstructionError> error_;
    Weight surplus_;   ///< of what was weighed and is not needed
    Weight refunded_;  ///< of the surplus
    Program error_handler_;
    Weight error_handler_weight_;
    Program appendix_;
    Weight appendix_weight_;
    MaybeErrorCode transact_status_;
    bool jit_withdraw_ = false;              ///< fees come from the origin's account
    Holding fees_;                           ///< what PayFees has set aside
    std::optional<AssetId> asset_for_fees_;  ///< of the last BuyExecution
    Weight message_weight_;
    std::optional<Location> asset_claimer_;
    bool has_paid_fees_ = false;
};

/// A layer that ends with its scope: undone unless it was kept, also where a panic of a native test unwinds.
class OpenLayer {
  public:
    explicit OpenLayer(const Layers& layers) : layers_(layers), is_open_(layers.enter()) {}
    OpenLayer(const OpenLayer&) = delete;
    OpenLayer& operator=(const OpenLayer&) = delete;
    ~OpenLayer() {
        if (is_open_) layers_.leave(keep_);
    }
    bool is_open() const noexcept { return is_open_; }
    void keep() noexcept { keep_ = true; }

  private:
    const Layers& layers_;
    bool is_open_;
    bool keep_ = false;
};

template <class F>
XcmResult Machine::in_layer(F&& body) {
    OpenLayer layer(config_.layers);
    ENSURE(layer.is_open(), Error(Error::Code::ExceedsStackLimit));
    XcmResult result = body();
    if (result) layer.keep();
    return result;
}

template <class F>
XcmResult Machine::in_layer_with_holding(F&& body) {
    const Holding before = holding_;
    XcmResult result = in_layer(body);
    if (!result) holding_ = before;
    return result;
}

}  // namespace serinus::xcm
