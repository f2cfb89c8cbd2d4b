/// What a runtime hears from outside of its chain when it makes its inherents, and when it checks those of others.
#pragma once

#include <functional>
#include <map>
#include <memory>

#include "chain/import/block_execution.hpp"
#include "chain/store/block_store.hpp"
#include "codec/scale.hpp"
#include "runtime_api/block_builder.hpp"

namespace serinus::chain {

using runtime_api::block_builder::InherentData;
using runtime_api::block_builder::InherentIdentifier;

consteval InherentIdentifier inherent_identifier(const char (&name)[9]) {
    InherentIdentifier out{};
    for (size_t i = 0; i < 8; ++i) out[i] = static_cast<uint8_t>(name[i]);
    return out;
}

inline constexpr InherentIdentifier kAuraInherent = inherent_identifier("auraslot");       ///< u64
inline constexpr InherentIdentifier kTimestampInherent = inherent_identifier("timstap0");  ///< u64, milliseconds
inline constexpr InherentIdentifier kBabeInherent = inherent_identifier("babeslot");       ///< u64

/// Messages of other chains for one block, as a developer gives them; nullopt: those that wait.
struct GivenMessages {
    struct Inbound {
        uint32_t sent_at = 0;
        Bytes data;
        friend bool operator==(const Inbound&, const Inbound&) = default;
    };
    std::optional<std::vector<Inbound>> downward = {};                        ///< of the relay chain
    std::optional<std::map<uint32_t, std::vector<Inbound>>> horizontal = {};  ///< by the parachain that sent them
    std::optional<std::map<uint32_t, std::vector<Bytes>>> upward = {};        ///< likewise
};

inline const GivenMessages kNoGivenMessages;

/// The block for which inherent data is collected.
struct InherentContext {
    BlockId parent;
    const primitives::Header& parent_header;
    uint64_t timestamp_ms = 0;          ///< of the block, since 1970
    std::optional<uint64_t> slot = {};  ///< nullopt: the chain has no slots
    /// Whether the runtime on the parent's state has this API ("ParachainHost").
    std::function<bool(std::string_view api)> has_api;
    const GivenMessages& messages = kNoGivenMessages;
};

/// What changes in the state of the parent before the runtime begins the block, where there is no inherent for it: on
/// chains of a single node, as nobody else who executes the block arrives at its state.
using ChangesBefore = Result<state::ChangeSet, ChainError>;

/// A source of inherent data: one for each part of a node that a runtime hears of. Called by the author of a block,
/// one call at a time, while the slot runs: a provider does not wait; what takes time to prepare it prepares before.
class InherentProvider {
  public:
    virtual ~InherentProvider() = default;
    /// Adds entries for the block. Runtimes ignore identifiers that they do not know. Errors: failures of ours, without
    /// which the block is not authored.
    virtual Result<void, ChainError> provide(const InherentContext& context, InherentData& data) = 0;
    /// Before provide(), for a block on `parent`, whose state is `state`.
    virtual ChangesBefore change_before(const BlockId& /*parent*/, state::Backend& /*state*/,
                                        const GivenMessages& /*messages*/) {
        return state::ChangeSet();
    }
};

using InherentProviders = std::vector<std::shared_ptr<InherentProvider>>;

/// The data of all providers, in their order; of two entries with one identifier the later counts.
Result<InherentData, ChainError> collect_inherents(const InherentProviders& providers, const InherentContext& context);

/// Asks the runtime of the parent's state whether it accepts a block's inherents. What the runtime changes does not
/// count. `data` is InherentData in SCALE.
/// Errors: a runtime that lacks the method, or answers nonsense. A trap is the block's fault.
///
/// `parent_state` is an overlay without changes. Spec: id-blockbuilder_check_inherents
Result<MaybeRefusal, ChainError> check_inherents(executor::Executor& executor, const LoadedRuntime& loaded,
                                                 state::Overlay& parent_state, const primitives::Block& block,
                                                 BytesView data);

}  // namespace serinus::chain
