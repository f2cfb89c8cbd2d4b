/// The conductor of a runtime: blocks begin, extrinsics are checked and applied, blocks end.
/// Spec: sect-rte-core-execute-block, sect-rte-apply-extrinsic
///
/// `R` is the runtime: System, Extensions (transaction_extension.hpp, or extension_pipeline.hpp), Extrinsic, and
/// on_runtime_upgrade() for migrations that belong to no pallet. Hooks run over runtime_pallets().
#pragma once

#include "runtime/sdk/extension_pipeline.hpp"
#include "runtime/sdk/pallet.hpp"
#include "runtime/sdk/preamble.hpp"

namespace serinus::sp_runtime {

/// What a block may contain, as its begin says.
enum class ExtrinsicInclusionMode : uint8_t { AllExtrinsics, OnlyInherents };

}  // namespace serinus::sp_runtime

namespace serinus::sdk {

using sp_runtime::ExtrinsicInclusionMode;

template <class R>
struct Executive {
    using System = typename R::System;
    using Extensions = typename R::Extensions;
    using Extra = typename Extensions::Extra;
    using Pre = typename Extensions::Pre;
    using Extrinsic = typename R::Extrinsic;

    /// What the block may contain: all extrinsics, but where migrations are going on that take several blocks.
    static ExtrinsicInclusionMode initialize_block(const primitives::Header& header);
    /// `encoded` is the extrinsic with its length prefix. What counts for fees and the extrinsics root is its call
    /// encoded anew: other bytes may stand for the same call (a commission above 100 %, unused bits of a bit sequence).
    /// Observed: frame_executive::Executive::apply_extrinsic 1.0.0
    static ApplyExtrinsicResult apply_extrinsic(BytesView encoded);
    static primitives::Header finalize_block();
    /// Panics unless the block is right.
    static void execute_block(const primitives::Header& header, std::span<const Extrinsic> extrinsics);
    static TransactionValidity validate_transaction(TransactionSource source, BytesView encoded,
                                                    const Hash256& block_hash);
    static std::vector<Bytes> inherent_extrinsics(const InherentData& data);
    /// What an extrinsic's call and its extensions declare, and whether it pays: signed, or not bare.
    static std::pair<DispatchInfo, bool> dispatch_info(BytesView encoded);
    static CheckInherentsResult check_inherents(std::span<const Extrinsic> extrinsics, const InherentData& data);
    static void offchain_worker(const primitives::Header& header);

  private:
    static constexpr bool kHasPipeline = kIsPipeline<Extensions>;

    struct Undecoded {
        std::optional<LookupSource> address;
        MultiSignature signature;
        Extra extra;
        RuntimeCall call;
        BytesView head;         // all between the length prefix and the call
        BytesView extra_bytes;  // the end of it
        BytesView call_bytes;
        bool is_too_deep = false;  // for a block
        [[no_unique_address]] std::conditional_t<kHasPipeline, Preamble, Unit> preamble{};

        bool is_bare() const
            requires kHasPipeline
        {
            return preamble.kind == ExtrinsicKind::Bare;
        }
    };
    /// The call of an extrinsic encoded anew, and the extrinsic with it if its call came as other bytes.
    struct Anew {
        Bytes call;
        Bytes changed;
        BytesView extrinsic(BytesView encoded) const { return changed.empty() ? encoded : BytesView(changed); }
    };
    static bool is_signed(BytesView encoded);
    /// Reads what stands before the call, all but its first byte.
    static bool decode_head(scale::Decoder& in, Undecoded& out)
        requires kHasPipeline;
    static Weight extension_weight(const Undecoded& extrinsic)
        requires kHasPipeline;
    static ApplyExtrinsicResult apply_in_pipeline(const Undecoded& extrinsic, const std::optional<AccountId>& who,
                                                  uint32_t length)
        requires kHasPipeline;
    static TransactionValidity validate_in_pipeline(TransactionSource source, const Undecoded& extrinsic,
                                                    const std::optional<AccountId>& who, uint32_t length)
        requires kHasPipeline;
    static TransactionCheck pre_dispatch_bare(const RuntimeCall& call)
        requires kHasPipeline;
    static ApplyExtrinsicResult apply_one_by_one(const Undecoded& extrinsic, const std::optional<AccountId>& who,
                                                 uint32_t length)
        requires(!kHasPipeline);
    static TransactionValidity validate_one_by_one(TransactionSource source, const Undecoded& extrinsic,
                                                   const std::optional<AccountId>& who, uint32_t length)
        requires(!kHasPipeline);
    static Undecoded decode(BytesView encoded);
    /// Whether it could be decoded; `in` knows why not.
    static bool decode_all(scale::Decoder& in, Undecoded& out);
    static Anew encode_anew(const Undecoded& extrinsic);
    static Result<std::optional<AccountId>, TransactionValidityError> check_signature(const Undecoded& extrinsic,
                                                                                      BytesView call);
    static Weight on_initialize(BlockNumber number);
    static void idle_and_finalize(BlockNumber number);
    static Weight run_upgrade();
    static bool is_inherent(const RuntimeCall& call);
    static bool is_inherent(const Undecoded& extrinsic);
    /// All that the block says, one after the other; panics at the first that may not be where it is.
    static void apply_all(std::span<const Extrinsic> extrinsics, ExtrinsicInclusionMode mode);
    /// Runs once in each block: behind its inherents, before the first other extrinsic.
    static void inherents_applied();
    static void run_polls();
    /// What new pallets need before anything is migrated: the versions of their storage.
    static Weight prepare_upgrade();
};

}  // namespace serinus::sdk
