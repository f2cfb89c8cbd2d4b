/// What a proposal would do if it was enacted in the next block.
#pragma once

#include <boost/json/object.hpp>
#include <mutex>

#include "chain/import/runtime_source.hpp"
#include "chain/store/block_store.hpp"
#include "metadata/shower.hpp"

namespace serinus::governance {

struct DryRunRequest {
    Bytes proposal;      ///< the encoded call, or the 32 bytes of a noted preimage's hash
    std::string origin;  ///< as encode_origin() takes it
    crypto::ss58::Prefix address_prefix = crypto::ss58::kSubstratePrefix;
};

struct DryRunError {
    enum class Kind : uint8_t {
        kRequest = 1,  ///< the proposal or the origin is none of this chain
        kChain,        ///< the chain lacks what a dry run needs
        kInterrupted,  ///< a limit of the context ended it
        kRuntime,      ///< the runtime trapped, or the state could not be read
    } kind = Kind::kRuntime;
    std::string reason;
};

/// Remembers the metadata of the last runtime. Any thread.
class DryRunner {
  public:
    /// The executor must outlive this.
    explicit DryRunner(executor::Executor& executor) : executor_(&executor) {}

    /// Runs the proposal in the block after `parent`, on copies of `state`, which is only read. The answer:
    ///
    ///     {"block": {"number", "hash"},            of the state
    ///      "proposal": {"hash", "length", "call"}, the call decoded
    ///      "origin": …,
    ///      "outcome": "ok" | "failed" | "too_heavy" | "not_run",
    ///      "error": …,                             of "failed": the DispatchError
    ///      "events": [{"pallet", "name", "fields"}],
    ///      "changes": [{"pallet", "item", "keys", "key", "before", "after"}],
    ///      "weight": {"declared": {"refTime", "proofSize"}, "inBlock": {…}}}
    ///
    /// "before" is what the block would have without the proposal; null: absent. Not listed: what every block changes
    /// of System's events, their count and the block's weight. "too_heavy": more than Scheduler gives to a block.
    /// "not_run": Scheduler cannot decode the call. "declared" is that of the call before it runs, absent if the
    /// runtime has no TransactionPaymentCallApi; "inBlock" is what the block has more with the proposal.
    /// Values are shown as metadata::Shower does. Costs two calls of Core_initialize_block.
    Result<boost::json::object, DryRunError> run(const chain::LoadedRuntime& loaded, state::Backend& state,
                                                 const chain::BlockId& parent, const DryRunRequest& request,
                                                 const executor::CallContext& context = {});

  private:
    Result<std::shared_ptr<const metadata::Metadata>, DryRunError> metadata_of(const chain::LoadedRuntime& loaded,
                                                                               state::Backend& state,
                                                                               const executor::CallContext& context);

    executor::Executor* executor_;
    std::mutex mutex_;
    std::shared_ptr<const executor::Runtime> runtime_;
    std::shared_ptr<const metadata::Metadata> metadata_;
};

}  // namespace serinus::governance
