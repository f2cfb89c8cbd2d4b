/// What block import asks a consensus engine.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <utility>

#include "base/result.hpp"
#include "chain/chain_error.hpp"
#include "chain/import/refusal.hpp"
#include "chain/store/aux_change.hpp"
#include "primitives/header.hpp"

namespace serinus::chain {

/// What an engine may look at besides the header: the chain before it.
class Ancestry {
  public:
    virtual ~Ancestry() = default;
    virtual Result<std::optional<primitives::Header>, ChainError> find_header(const Hash256& hash) = 0;
    /// Calls the runtime on the state of the parent.
    virtual Result<Bytes, ChainError> call_at_parent(std::string_view method, BytesView arguments) = 0;
    /// Whether the runtime on the state of the parent has this API ("AuraApi").
    virtual Result<bool, ChainError> parent_has_api(std::string_view) { return false; }
    /// A record that the engine kept: BaseRecord::aux.
    virtual Result<std::optional<Bytes>, ChainError> find_aux(BytesView) { return std::optional<Bytes>(); }
};

struct HeaderToCheck {
    const primitives::Header& parent;
    const Hash256& parent_hash;
    BytesView parent_record;  ///< what the engine left with the parent
    const primitives::Header& header;
    const Hash256& hash;
};

/// The engine's verdict.
struct HeaderVerdict {
    MaybeRefusal refusal = {};  ///< nullopt: the header is good
    Bytes record = {};          ///< to be kept with the block: what the engine needs to check its children
    uint64_t weight = 0;        ///< of the chain up to this block; the heaviest chain is the best one
    /// InherentData in SCALE, by which the runtime of the parent shall check the inherents; empty: it need not.
    Bytes inherents = {};
    /// The checks that remain (signatures), to be called once, on any thread. Empty: none remain.
    std::function<MaybeRefusal()> rest = {};

    bool good() const noexcept { return !refusal; }
    /// Runs the checks that remain.
    void finish() {
        if (const auto left = std::exchange(rest, {}); left) refusal = left();
    }
};

/// Judges seals and what the engine's rules say of a header; knows nothing of bodies and states.
class HeaderVerifier {
  public:
    virtual ~HeaderVerifier() = default;
    virtual Result<HeaderVerdict, ChainError> check(const HeaderToCheck& header, Ancestry& ancestry) = 0;
    /// The same, but what costs most, signatures, may be left in `rest`. The record counts already.
    virtual Result<HeaderVerdict, ChainError> begin(const HeaderToCheck& header, Ancestry& ancestry) {
        return check(header, ancestry);
    }

    /// What is kept with a block whose ancestors are not there, so that its children can be checked.
    struct BaseRecord {
        Bytes record = {};
        uint64_t weight = 0;
        std::vector<AuxChange> aux = {};  ///< what the records of later blocks refer to
    };
    /// Calls the runtime on the state after the block.
    using CallRuntime = std::function<Result<Bytes, ChainError>(std::string_view method, BytesView arguments)>;
    /// For engines whose records are empty, nothing. Errors: kRuntime, the runtime does not answer as it must.
    virtual Result<BaseRecord, ChainError> record_of_base(const primitives::Header&, const CallRuntime&) {
        return BaseRecord{};
    }
};

}  // namespace serinus::chain
