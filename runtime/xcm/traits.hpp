/// What a chain is to the executor: the parts that a configuration (config.hpp) is made of. Each has an implementation
/// that a chain without that part uses; builders/ has the others.
/// Source: staging-xcm-executor 21, traits/
#pragma once

#include <memory>

#include "runtime/xcm/holding.hpp"
#include "runtime/xcm/instruction.hpp"

namespace serinus::xcm {

/// What stands around an instruction.
struct Context {
    std::optional<Location> origin;
    XcmHash message_id{};
    std::optional<XcmHash> topic;

    const XcmHash& topic_or_message_id() const noexcept { return topic ? *topic : message_id; }
};

/// Where this chain is in the universe: first its consensus system, then itself.
class UniversalLocation {
  public:
    virtual Junctions operator()() const = 0;

  protected:
    ~UniversalLocation() = default;
};

/// One that is the same for all of a program's chains.
class FixedLocation final : public UniversalLocation {
  public:
    explicit constexpr FixedLocation(Junctions (*location)()) : location_(location) {}
    Junctions operator()() const override { return location_(); }

  private:
    Junctions (*location_)();
};

/// Accounts and assets of this chain. A function that does not know the asset fails with AssetNotFound or
/// Unimplemented; then the next transactor is asked (builders/transactors.hpp). What a function gives is a surplus of
/// weight.
class AssetTransactor {
  public:
    virtual XcmResult can_check_in(const Location& origin, const Asset& what, const Context& context) const;
    /// An asset arrives by teleport; asked for after can_check_in alone.
    virtual void check_in(const Location& origin, const Asset& what, const Context& context) const;
    virtual XcmResult can_check_out(const Location& dest, const Asset& what, const Context& context) const;
    virtual void check_out(const Location& dest, const Asset& what, const Context& context) const;
    virtual XcmResultOf<Weight> deposit(const Asset& what, const Location& who, const Context* context) const;
    virtual XcmResultOf<Weight> withdraw(const Asset& what, const Location& who, const Context* context) const;
    /// From one account here to another.
    virtual XcmResultOf<Weight> internal_transfer(const Asset& what, const Location& from, const Location& to,
                                                  const Context& context) const;
    /// By internal_transfer, or where that is not known by withdrawing and depositing.
    XcmResultOf<Weight> transfer(const Asset& what, const Location& from, const Location& to,
                                 const Context& context) const;

  protected:
    ~AssetTransactor() = default;
};

/// A message that can be sent, as the router that knows its destination has prepared it.
struct Ticket {
    uint32_t router{};  ///< which one of a list, for each level of lists four bits
    Location destination;
    Bytes message;  ///< what goes on the wire
    XcmHash id{};
};
struct PricedTicket {
    Ticket ticket;
    Assets price;
};

/// How messages leave. Dry: validate changes nothing that a later failure would have to undo, but entropy.
class Router {
  public:
    virtual Result<PricedTicket, SendError> validate(const Location& destination, const Program& message) const;
    /// Gives the id by which the receiver will know the message.
    virtual Result<XcmHash, SendError> deliver(const Ticket& ticket) const;

  protected:
    ~Router() = default;
};

/// Messages to other consensus systems over bridges.
class Exporter {
  public:
    virtual Result<PricedTicket, SendError> validate(const NetworkId& network, uint32_t channel,
                                                     const Junctions& source, const Junctions& destination,
                                                     const Program& message) const;
    virtual Result<XcmHash, SendError> deliver(const Ticket& ticket) const;

  protected:
    ~Exporter() = default;
};

/// Which lane of a bridge messages of this pair take.
uint32_t export_channel(const Location& origin, const Junctions& destination);

enum class FeeReason : uint8_t {
    Report,
    TransferReserveAsset,
    DepositReserveAsset,
    InitiateReserveWithdraw,
    InitiateTeleport,
    InitiateTransfer,
    QueryPallet,
    Export,
    LockAsset,
    RequestUnlock,
    ChargeFees,
};

/// Who pays for delivery, and where that goes. As it is, everybody pays, and it goes nowhere.
class FeeManager {
  public:
    virtual bool is_waived(const Location* origin, FeeReason reason) const;
    virtual void handle_fee(const Assets& fee, const Context* context, FeeReason reason) const;

  protected:
    ~FeeManager() = default;
};

/// Instructions that a barrier looks at, from some place on: it may replace the one that it read last.
class Proposal {
  public:
    explicit Proposal(Program& program) : program_(&program), left_(program.size()) {}

    uint32_t left() const noexcept { return left_; }
    /// False at the end.
    bool next(Instruction& instruction);
    /// Copies of this proposal that have read further do not survive that.
    void replace_last_read(const Instruction& instruction);
    /// Of what has not been read.
    ProgramReader reader() const { return {program_->instructions().subspan(at_), left_}; }
    /// Only the next `count` instructions.
    Proposal first(uint32_t count) const;

  private:
    Program* program_;
    size_t last_ = 0;  ///< where the instruction begins that was read last
    size_t at_ = 0;
    uint32_t left_;
};

struct Properties {
    Weight weight_credit;                 ///< weight that is paid for already
    std::optional<XcmHash> message_id{};  ///< which a barrier found
};

/// Whether a program is executed at all.
class Barrier {
  public:
    virtual bool should_execute(const Location& origin, Proposal proposal, Weight max_weight,
                                Properties& properties) const = 0;

  protected:
    ~Barrier() = default;
};

/// What programs weigh before they run.
class Weigher {
  public:
    /// Errors: ExceedsStackLimit for too many instructions, Overflow, WeightLimitReached, FailedToDecode.
    virtual Result<Weight, InstructionError> weight(const Program& program, Weight limit) const = 0;
    virtual XcmResultOf<Weight> instruction_weight(const Instruction& instruction) const = 0;

  protected:
    ~Weigher() = default;
};

/// Sells weight to one program.
class Trader {
  public:
    virtual ~Trader() = default;
    /// The rest of `payment`. Errors: TooExpensive and others, with nothing bought.
    virtual XcmResultOf<Holding> buy(Weight weight, const Holding& payment, const Context& context) = 0;
    virtual std::optional<Asset> refund(Weight weight, const Context& context);
    /// The program has ended: what was paid goes where it belongs.
    virtual void finish();
};
class Traders {
  public:
    virtual std::unique_ptr<Trader> start() const = 0;

  protected:
    ~Traders() = default;
};

/// What became of a call.
struct Transacted {
    MaybeErrorCode status;
    Weight surplus;  ///< of what the call had declared
};

/// Calls of the runtime.
class CallRunner {
  public:
    /// Errors: FailedToDecode, NoPermission (a filter), BadOrigin; a call that fails is no error.
    virtual XcmResultOf<Transacted> transact(BytesView call, const Location& origin, OriginKind kind) const;

  protected:
    ~CallRunner() = default;
};

/// Assets that a place is trusted with.
class AssetPlaces {
  public:
    virtual bool contains(const Asset& asset, const Location& place) const;

  protected:
    ~AssetPlaces() = default;
};

/// Origins that may call themselves something else.
class Aliasers {
  public:
    virtual bool contains(const Location& origin, const Location& target) const;

  protected:
    ~Aliasers() = default;
};

/// Origins that may speak for another consensus system.
class UniversalAliases {
  public:
    virtual bool contains(const Location& origin, const Junction& system) const;

  protected:
    ~UniversalAliases() = default;
};

/// Answers to queries.
class ResponseHandler {
  public:
    virtual bool is_expected(const Location& origin, uint64_t query_id, const Location* querier) const;
    virtual Weight on_response(const Location& origin, uint64_t query_id, const Location* querier,
                               const Response& response, Weight max_weight, const Context& context) const;

  protected:
    ~ResponseHandler() = default;
};

/// What is left in holding at the end, and who gets it back.
class AssetTrap {
  public:
    /// Gives the weight of that.
    virtual Weight drop_assets(const Location& origin, const Holding& assets, const Context& context) const;
    virtual bool claim_assets(const Location& origin, const Location& ticket, const Assets& what,
                              const Context& context) const;

  protected:
    ~AssetTrap() = default;
};

/// Who is told of this chain's version.
class Subscriptions {
  public:
    virtual XcmResult start(const Location& origin, uint64_t query_id, Weight max_weight, const Context& context) const;
    virtual XcmResult stop(const Location& origin, const Context& context) const;

  protected:
    ~Subscriptions() = default;
};

/// What can be done with a lock that was found possible.
class LockTicket {
  public:
    virtual ~LockTicket() = default;
    /// Errors: LockError.
    virtual XcmResult enact() = 0;
};
using LockResult = XcmResultOf<std::unique_ptr<LockTicket>>;

/// Assets locked for other chains. Errors: AssetNotFound (not handled here), BadOrigin, LockError.
class AssetLocker {
  public:
    virtual LockResult prepare_lock(const Location& unlocker, const Asset& asset, const Location& owner) const;
    virtual LockResult prepare_unlock(const Location& locker, const Asset& asset, const Location& owner) const;
    virtual XcmResult note_unlockable(const Location& locker, const Asset& asset, const Location& owner) const;
    virtual LockResult prepare_reduce_unlockable(const Location& locker, const Asset& asset,
                                                 const Location& owner) const;

  protected:
    ~AssetLocker() = default;
};

/// Trades.
class AssetExchanger {
  public:
    /// What is got for `give`, at least `want`; nullopt: no deal, `give` is not touched.
    virtual std::optional<Holding> exchange(const Location* origin, const Holding& give, const Assets& want,
                                            bool maximal) const;
    virtual std::optional<Assets> quote(const Assets& give, const Assets& want, bool maximal) const;

  protected:
    ~AssetExchanger() = default;
};

/// Notices of the relay chain about channels. Nothing happens where nobody handles them.
class HrmpHandlers {
  public:
    virtual XcmResult on_open_request(uint32_t sender, uint32_t max_message_size, uint32_t max_capacity) const;
    virtual XcmResult on_accepted(uint32_t recipient) const;
    virtual XcmResult on_closing(uint32_t initiator, uint32_t sender, uint32_t recipient) const;

  protected:
    ~HrmpHandlers() = default;
};

/// What the executor reports.
class Events {
  public:
    virtual void sent(const Location& origin, const Location& destination, const XcmHash& id) const;
    virtual void send_failed(const Location& origin, const Location& destination, const SendError& error,
                             const XcmHash& id) const;
    virtual void process_failed(const Location& origin, const Error& error, const XcmHash& id) const;

  protected:
    ~Events() = default;
};

/// Remembers the last program, for dry runs.
class Recorder {
  public:
    virtual bool should_record() const;
    virtual void record(const Program& program) const;

  protected:
    ~Recorder() = default;
};

/// Layers of storage: what happens in one is undone unless it is kept.
class Layers {
  public:
    /// False: there are too many.
    virtual bool enter() const;
    virtual void leave(bool keep) const;

  protected:
    ~Layers() = default;
};

/// A pallet as other chains may ask for it.
struct PalletEntry {
    uint32_t index;
    std::string_view name;
    std::string_view module_name;
    uint32_t major, minor, patch;
};

}  // namespace serinus::xcm
