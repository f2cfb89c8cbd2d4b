#include "runtime/xcm/traits.hpp"

#include "runtime/sdk/host/host.hpp"
#include "runtime/xcm/wire.hpp"

namespace serinus::xcm {

namespace {

bool is_not_known(const Error& error) {
    return error.code == Error::Code::AssetNotFound || error.code == Error::Code::Unimplemented;
}

auto unimplemented() { return Err(Error(Error::Code::Unimplemented)); }
auto not_applicable() { return Err(SendError(SendError::Code::NotApplicable)); }

}  // namespace

XcmResult AssetTransactor::can_check_in(const Location&, const Asset&, const Context&) const { return unimplemented(); }
void AssetTransactor::check_in(const Location&, const Asset&, const Context&) const {}
XcmResult AssetTransactor::can_check_out(const Location&, const Asset&, const Context&) const {
    return unimplemented();
}
void AssetTransactor::check_out(const Location&, const Asset&, const Context&) const {}
XcmResultOf<Weight> AssetTransactor::deposit(const Asset&, const Location&, const Context*) const {
    return unimplemented();
}
XcmResultOf<Weight> AssetTransactor::withdraw(const Asset&, const Location&, const Context*) const {
    return unimplemented();
}
XcmResultOf<Weight> AssetTransactor::internal_transfer(const Asset&, const Location&, const Location&,
                                                       const Context&) const {
    return unimplemented();
}

XcmResultOf<Weight> AssetTransactor::transfer(const Asset& what, const Location& from, const Location& to,
                                              const Context& context) const {
    auto moved = internal_transfer(what, from, to, context);
    if (moved || !is_not_known(moved.error())) return moved;
    const Weight withdrawn = TRY(withdraw(what, from, &context));
    return withdrawn.saturating_add(TRY(deposit(what, to, &context)));
}

Result<PricedTicket, SendError> Router::validate(const Location&, const Program&) const { return not_applicable(); }
Result<XcmHash, SendError> Router::deliver(const Ticket&) const { return Err(SendError(SendError::Code::Unroutable)); }

uint32_t export_channel(const Location& origin, const Junctions& destination) {
    scale::Encoder out;
    Writer writer(out, kLatest, kLatest);
    writer.write(std::optional(origin));
    writer.write(destination);
    return load_le<uint32_t>(sdk::host::blake2_128(std::move(out).finish()).data());
}

Result<PricedTicket, SendError> Exporter::validate(const NetworkId&, uint32_t, const Junctions&, const Junctions&,
                                                   const Program&) const {
    return not_applicable();
}
Result<XcmHash, SendError> Exporter::deliver(const Ticket&) const {
    return Err(SendError(SendError::Code::Unroutable));
}

bool FeeManager::is_waived(const Location*, FeeReason) const { return false; }
void FeeManager::handle_fee(const Assets&, const Context*, FeeReason) const {}

bool Proposal::next(Instruction& instruction) {
    if (left_ == 0) return false;
    const BytesView rest = program_->instructions().subspan(at_);
    ProgramReader reader(rest, left_);
    last_ = at_;
    reader.next(instruction);
    at_ += rest.size() - reader.rest().size();
    --left_;
    return true;
}

void Proposal::replace_last_read(const Instruction& instruction) { at_ = program_->replace(last_, at_, instruction); }

Proposal Proposal::first(uint32_t count) const {
    Proposal some = *this;
    some.left_ = std::min(left_, count);
    return some;
}

std::optional<Asset> Trader::refund(Weight, const Context&) { return std::nullopt; }
void Trader::finish() {}

XcmResultOf<Transacted> CallRunner::transact(BytesView, const Location&, OriginKind) const {
    return Err(Error(Error::Code::FailedToDecode));
}

bool AssetPlaces::contains(const Asset&, const Location&) const { return false; }
bool Aliasers::contains(const Location&, const Location&) const { return false; }
bool UniversalAliases::contains(const Location&, const Junction&) const { return false; }

bool ResponseHandler::is_expected(const Location&, uint64_t, const Location*) const { return false; }
Weight ResponseHandler::on_response(const Location&, uint64_t, const Location*, const Response&, Weight,
                                    const Context&) const {
    return Weight::zero();
}

Weight AssetTrap::drop_assets(const Location&, const Holding&, const Context&) const { return Weight::zero(); }
bool AssetTrap::claim_assets(const Location&, const Location&, const Assets&, const Context&) const { return false; }

XcmResult Subscriptions::start(const Location&, uint64_t, Weight, const Context&) const { return unimplemented(); }
XcmResult Subscriptions::stop(const Location&, const Context&) const { return unimplemented(); }

namespace {

auto not_handled() { return Err(Error(Error::Code::AssetNotFound)); }

}  // namespace

LockResult AssetLocker::prepare_lock(const Location&, const Asset&, const Location&) const { return not_handled(); }
LockResult AssetLocker::prepare_unlock(const Location&, const Asset&, const Location&) const { return not_handled(); }
XcmResult AssetLocker::note_unlockable(const Location&, const Asset&, const Location&) const { return not_handled(); }
LockResult AssetLocker::prepare_reduce_unlockable(const Location&, const Asset&, const Location&) const {
    return not_handled();
}

std::optional<Holding> AssetExchanger::exchange(const Location*, const Holding&, const Assets&, bool) const {
    return std::nullopt;
}
std::optional<Assets> AssetExchanger::quote(const Assets&, const Assets&, bool) const { return std::nullopt; }

XcmResult HrmpHandlers::on_open_request(uint32_t, uint32_t, uint32_t) const { return {}; }
XcmResult HrmpHandlers::on_accepted(uint32_t) const { return {}; }
XcmResult HrmpHandlers::on_closing(uint32_t, uint32_t, uint32_t) const { return {}; }

void Events::sent(const Location&, const Location&, const XcmHash&) const {}
void Events::send_failed(const Location&, const Location&, const SendError&, const XcmHash&) const {}
void Events::process_failed(const Location&, const Error&, const XcmHash&) const {}

bool Recorder::should_record() const { return false; }
void Recorder::record(const Program&) const {}

bool Layers::enter() const { return true; }
void Layers::leave(bool) const {}

}  // namespace serinus::xcm
