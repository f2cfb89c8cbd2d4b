/// How methods reach blocks, states and the runtime, and their errors.
/// Observed: polkadot-stable2407: the sentences are those of sp_blockchain::Error and sp_api::ApiError; tools look for
/// parts of them.
#pragma once

#include "crypto/ss58.hpp"
#include "rpc/services.hpp"
#include "runtime_api/call.hpp"

namespace serinus::rpc {

template <class T>
using OrReason = Result<T, std::string>;

/// Codes by namespace. Observed: polkadot-stable2407: sc_rpc_api::error::base, and the errors of each.
namespace error_codes {
inline constexpr int kChainOther = 3001;
inline constexpr int kChainClient = 3002;
inline constexpr int kStateBlockRange = 4001;
inline constexpr int kStateCount = 4002;
inline constexpr int kStateClient = 4003;
inline constexpr int kRecordingUnsupported = 4004;
inline constexpr int kRecordingDenied = 4005;
}  // namespace error_codes

/// The block that a method is about: that of its argument, or the best one.
Hash256 block_or_best(chain::Client& client, const std::optional<Hash256>& block);

/// "Header was not found in the database: 0x…" or "State already discarded for 0x…". `what` goes before these; not
/// before the reason why nobody knows whether there is such a block.
std::string why_no_state(chain::Client& client, const Hash256& block, std::string_view what = {});

/// Whether entries of all states are read without waiting for a disk, as in a fork that fetches what it does not know.
bool reads_at_once(const Services& services);

/// The reason begins with "UnknownBlock: " if the block or its state is not there.
OrReason<std::unique_ptr<state::BlockState>> open_state(chain::Client& client, const Hash256& block);
OrReason<chain::LoadedRuntime> open_runtime(chain::Client& client, const Hash256& block);

/// `context` with the limits of a client's call: its time, and the end of its connection or of the node.
executor::CallContext limits_of(const Call& call, executor::CallContext context = {});
/// The same for a method that changes nothing, which may have to give way to calls of others: whoever uses it calls
/// note_interruption() with the error.
executor::CallContext repeatable_limits_of(const Call& call, executor::CallContext context = {});
/// Notes in `call` if the error is that of a limit. True: the call gives way, and its result does not matter.
bool note_interruption(const Call& call, const executor::CallError& error);

/// Calls the runtime on the state after a block, within the limits of `call`; nothing is kept. `name` is that of the
/// exported function.
OrReason<Bytes> call_runtime(chain::Client& client, const Call& call, const Hash256& block, std::string_view name,
                             BytesView arguments, executor::CallContext context = {});

/// The same for a declared call. The versions of its API are not looked at.
template <class Value, class... Arguments>
OrReason<Value> ask_runtime(chain::Client& client, const Call& call, const Hash256& block,
                            const runtime_api::Call<Value(Arguments...)>& api, executor::CallContext context,
                            const std::type_identity_t<Arguments>&... arguments) {
    TRY_ASSIGN(const Bytes answer,
               call_runtime(client, call, block, api.name, api.encode(arguments...), std::move(context)));
    auto value = api.decode(answer);
    if (!value) return Err(value.error().reason);
    return *std::move(value);
}

/// The time of a call that reads much, and changes nothing.
class CallTime {
  public:
    CallTime(const Services& services, const Call& call)
        : scheduler_(services.scheduler),
          stop_(call.stop_token()),
          end_ms_(scheduler_.now_ms() + call.max_duration_ms.value_or(kDefaultMs)),
          is_interrupted_(call.turn.stop_possible() ? call.is_interrupted : nullptr) {}
    bool is_over() const noexcept {
        if (!stop_.stop_requested()) return scheduler_.now_ms() >= end_ms_;
        if (is_interrupted_ != nullptr) *is_interrupted_ = true;
        return true;
    }

  private:
    static constexpr uint64_t kDefaultMs = 30'000;
    platform::Scheduler& scheduler_;
    const std::stop_token stop_;
    const uint64_t end_ms_;
    bool* const is_interrupted_;
};

/// An error of the `state` and `childstate` namespaces: "Client error: <reason>".
RpcError state_error(std::string reason);
RpcError internal_error(std::string reason);
/// kInvalidParams. Observed: polkadot 1.25.1: the message is always the same; the data says what was wrong.
RpcError invalid_params(std::string reason);
/// Observed: polkadot 1.25.1: the answer to methods that only the node's owner may call.
RpcError unsafe_call();

/// The extrinsic that is sent as tools send it: with its length before it. What follows it is ignored, as the
/// reference does. The reason is that of the reference's decoder.
OrReason<primitives::Extrinsic> decode_extrinsic(BytesView bytes);

/// Of the addresses that this chain's methods print. Observed: polkadot v1.0.0 by the chain's id: 2 on Kusama and its
/// test chains, 42 on Westend, otherwise 0. Ours: what the specification says, or 42, on chains that the reference does
/// not know.
crypto::ss58::Prefix address_prefix(const chain::ChainSpec& spec);

/// An argument that may be missing.
Result<std::optional<Bytes>, RpcError> optional_bytes(const Params& params, size_t index, const char* name);

}  // namespace serinus::rpc
