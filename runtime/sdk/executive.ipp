#pragma once

#include "runtime/sdk/executive.hpp"
#include "runtime/sdk/executive_hooks.ipp"
#include "runtime/sdk/executive_pipeline.ipp"
#include "runtime/sdk/panic.hpp"
#include "runtime/sdk/runtime_api.hpp"

namespace serinus::sdk {

template <class R>
ExtrinsicInclusionMode Executive<R>::initialize_block(const primitives::Header& header) {
    System::reset_events();
    Weight weight = System::is_upgraded() ? run_upgrade() : Weight::zero();

    primitives::Digest pre_runtime;
    for (const auto& item : header.digest) {
        if (std::holds_alternative<primitives::digest::PreRuntime>(item)) pre_runtime.push_back(item);
    }
    System::initialize(header.number, header.parent_hash, pre_runtime);
    weight.saturating_accrue(on_initialize(header.number));
    weight.saturating_accrue(System::block_weights().base_block);
    System::register_extra_weight_unchecked(weight, DispatchClass::Mandatory);
    System::note_finished_initialize();
    return System::is_migrating() ? ExtrinsicInclusionMode::OnlyInherents : ExtrinsicInclusionMode::AllExtrinsics;
}

template <class R>
Weight Executive<R>::run_upgrade() {
    Weight weight = prepare_upgrade();
    weight.saturating_accrue(R::on_runtime_upgrade());
    for (const PalletDescriptor* const pallet : runtime_pallets()) {
        if (pallet->on_runtime_upgrade) weight.saturating_accrue(pallet->on_runtime_upgrade());
    }
    // Last: a migration sees the version that it comes from.
    System::note_runtime_upgrade();
    return weight;
}

template <class R>
Weight Executive<R>::on_initialize(BlockNumber number) {
    Weight weight = Weight::zero();
    for (const PalletDescriptor* const pallet : runtime_pallets()) {
        if (pallet->on_initialize) weight.saturating_accrue(pallet->on_initialize(number));
    }
    return weight;
}

template <class R>
bool Executive<R>::is_signed(BytesView encoded) {
    scale::Decoder in(encoded);
    uint32_t size;
    uint8_t version;
    if (!in.length(size, 1) || !in.byte(version)) return false;
    if constexpr (kHasPipeline) {
        const auto preamble = preamble_of(version);
        return preamble && preamble->kind != ExtrinsicKind::Bare;
    } else {
        return (version & kSignedBit) != 0;
    }
}

template <class R>
auto Executive<R>::decode(BytesView encoded) -> Undecoded {
    Undecoded out;
    scale::Decoder in(encoded, kMaxCallDepth);
    if (decode_all(in, out)) return out;
    // The argument of the API has no limit but the stack, what is executed has. Source: frame-executive 42
    if (in.error().fault == scale::DecodeFault::kTooDeep) {
        scale::Decoder deep(encoded, kArgumentDepth);
        out = {};
        out.is_too_deep = true;
        if (decode_all(deep, out)) return out;
    }
    panic("an extrinsic cannot be decoded");
}

template <class R>
bool Executive<R>::decode_all(scale::Decoder& in, Undecoded& out) {
    uint32_t size;
    [[maybe_unused]] uint8_t version;
    bool good = in.length(size, 1) && size == in.remaining();
    const uint8_t* const begin = in.position();
    if constexpr (kHasPipeline) {
        good = good && decode_head(in, out);
    } else {
        good = good && in.byte(version) && (version & ~kSignedBit) == kExtrinsicVersion;
        if (good && (version & kSignedBit) != 0) {
            good = scale::decode_into(in, out.address.emplace()) && scale::decode_into(in, out.signature);
            const uint8_t* const start = in.position();
            good = good && scale::decode_into(in, out.extra);
            out.extra_bytes = {start, in.position()};
        }
    }
    const uint8_t* const call = in.position();
    // The head has no limit. The outermost call lies in no box, though it is read like one that does.
    if constexpr (kHasPipeline) in.limit_memory(kMaxCallMemory + scale::kRustLayout<RuntimeCall>.size);
    good = good && scale::decode_into(in, out.call) && in.finish();
    out.head = {begin, call};
    out.call_bytes = {call, in.position()};
    return good;
}

template <class R>
auto Executive<R>::encode_anew(const Undecoded& extrinsic) -> Anew {
    Anew out{scale::encode(extrinsic.call), {}};
    if (!std::ranges::equal(out.call, extrinsic.call_bytes)) {
        scale::Encoder changed;
        changed.compact(uint64_t{extrinsic.head.size() + out.call.size()});
        changed.append(extrinsic.head);
        changed.append(out.call);
        out.changed = std::move(changed).finish();
    }
    return out;
}

template <class R>
Result<std::optional<AccountId>, TransactionValidityError> Executive<R>::check_signature(const Undecoded& extrinsic,
                                                                                         BytesView call) {
    if (!extrinsic.address) return std::optional<AccountId>{};
    const auto who = System::lookup(*extrinsic.address);
    ENSURE(who.has_value(), UnknownTransaction{UnknownTransaction::CannotLookup{}});

    scale::Encoder payload;
    payload.append(call);
    payload.append(extrinsic.extra_bytes);
    TRY(Extensions::append_additional(extrinsic.extra, payload));
    ENSURE(verify_payload(extrinsic.signature, std::move(payload).finish(), *who), InvalidTransaction::BadProof{});
    return std::optional<AccountId>(*who);
}

template <class R>
ApplyExtrinsicResult Executive<R>::apply_extrinsic(BytesView encoded) {
    const Undecoded extrinsic = decode(encoded);
    ENSURE(!extrinsic.is_too_deep, InvalidTransaction::Call{});
    const Anew anew = encode_anew(extrinsic);
    encoded = anew.extrinsic(encoded);
    const auto length = static_cast<uint32_t>(encoded.size());
    const std::optional<AccountId> who = TRY(check_signature(extrinsic, anew.call));

    if (!is_inherent(extrinsic) && !System::inherents_applied()) inherents_applied();
    // Noted only here: what is not includable must leave no trace.
    System::note_extrinsic(encoded);
    if constexpr (kHasPipeline) {
        return apply_in_pipeline(extrinsic, who, length);
    } else {
        return apply_one_by_one(extrinsic, who, length);
    }
}

template <class R>
ApplyExtrinsicResult Executive<R>::apply_one_by_one(const Undecoded& extrinsic, const std::optional<AccountId>& who,
                                                    uint32_t length)
    requires(!kHasPipeline)
{
    const DispatchInfo info = extrinsic.call.info();
    std::optional<Pre> pre;
    if (who) {
        pre = TRY(Extensions::pre_dispatch(extrinsic.extra, *who, extrinsic.call, info, length));
    } else {
        TRY(Extensions::pre_dispatch_unsigned(extrinsic.call, info, length));
        // Inherents come here too: whoever executes the block has checked them.
        const PalletDescriptor& pallet = extrinsic.call.pallet();
        if (pallet.pre_dispatch) {
            TRY(pallet.pre_dispatch(extrinsic.call));
        } else if (pallet.validate_unsigned) {
            TRY(pallet.validate_unsigned(TransactionSource::InBlock, extrinsic.call));
        }
    }
    const auto result = extrinsic.call.dispatch(who ? RuntimeOrigin::signed_by(*who) : RuntimeOrigin::none());
    const PostDispatchInfo post = post_info_of(result);
    DispatchResult outcome;
    if (!result) outcome = result.error().error;
    TRY(Extensions::post_dispatch(pre ? &*pre : nullptr, info, post, length, outcome));

    // A mandatory call that fails makes the block invalid.
    ENSURE(result || info.class_ != DispatchClass::Mandatory, InvalidTransaction::BadMandatory{});
    System::note_applied_extrinsic(result, info);
    return outcome;
}

template <class R>
void Executive<R>::idle_and_finalize(BlockNumber number) {
    const Weight remaining = System::is_migrating() ? Weight::zero() : System::remaining_block_weight();
    if (remaining.all_gt(Weight::zero())) {
        const auto pallets = runtime_pallets();
        Weight used = Weight::zero();
        // Each block another pallet is asked first.
        for (size_t i = 0; i < pallets.size(); ++i) {
            const PalletDescriptor& pallet = *pallets[(number + i) % pallets.size()];
            if (pallet.on_idle) used.saturating_accrue(pallet.on_idle(number, remaining.saturating_sub(used)));
        }
        System::register_extra_weight_unchecked(used, DispatchClass::Mandatory);
    }
    for (const PalletDescriptor* const pallet : runtime_pallets()) {
        if (pallet->on_finalize) pallet->on_finalize(number);
    }
}

template <class R>
primitives::Header Executive<R>::finalize_block() {
    if (!System::inherents_applied()) inherents_applied();
    System::note_finished_extrinsics();
    idle_and_finalize(System::block_number());
    return System::finalize();
}

template <class R>
bool Executive<R>::is_inherent(const RuntimeCall& call) {
    const auto test = call.pallet().is_inherent;
    return test != nullptr && test(call);
}

template <class R>
bool Executive<R>::is_inherent(const Undecoded& extrinsic) {
    if constexpr (kHasPipeline) {
        return extrinsic.is_bare() && is_inherent(extrinsic.call);
    } else {
        return !extrinsic.address && is_inherent(extrinsic.call);
    }
}

template <class R>
void Executive<R>::apply_all(std::span<const Extrinsic> extrinsics, ExtrinsicInclusionMode mode) {
    bool transactions_began = false;
    for (const auto& [encoded] : extrinsics) {
        // Found one by one: what stands before has been applied.
        const bool inherent = !is_signed(encoded) && is_inherent(decode(encoded).call);
        if (inherent && transactions_began) panic("an inherent stands behind a transaction");
        if (!inherent && mode == ExtrinsicInclusionMode::OnlyInherents) {
            panic("a transaction stands in a block that may have none");
        }
        transactions_began = !inherent;
        if (!apply_extrinsic(encoded)) panic("an extrinsic of the block may not be included");
    }
    if (!System::inherents_applied()) inherents_applied();
}

template <class R>
void Executive<R>::execute_block(const primitives::Header& header, std::span<const Extrinsic> extrinsics) {
    const ExtrinsicInclusionMode mode = initialize_block(header);
    if (header.number == 0 || System::block_hash(header.number - 1) != header.parent_hash) {
        panic("the parent hash is not that of the block before");
    }
    apply_all(extrinsics, mode);
    System::note_finished_extrinsics();
    idle_and_finalize(header.number);

    const primitives::Header made = System::finalize();
    if (made.digest != header.digest) panic("the digest is not what the block's execution gives");
    if (made.state_root != header.state_root) panic("the state root is not what the block's execution gives");
    if (made.extrinsics_root != header.extrinsics_root) panic("the extrinsics root is not that of the extrinsics");
}

template <class R>
TransactionValidity Executive<R>::validate_transaction(TransactionSource source, BytesView encoded,
                                                       const Hash256& block_hash) {
    // As if in the block that comes next.
    System::initialize(System::block_number() + 1, block_hash, {});

    const Undecoded extrinsic = decode(encoded);
    ENSURE(!extrinsic.is_too_deep, InvalidTransaction::Call{});
    const Anew anew = encode_anew(extrinsic);
    encoded = anew.extrinsic(encoded);
    const auto length = static_cast<uint32_t>(encoded.size());
    const std::optional<AccountId> who = TRY(check_signature(extrinsic, anew.call));
    if constexpr (kHasPipeline) {
        return validate_in_pipeline(source, extrinsic, who, length);
    } else {
        return validate_one_by_one(source, extrinsic, who, length);
    }
}

template <class R>
TransactionValidity Executive<R>::validate_one_by_one(TransactionSource source, const Undecoded& extrinsic,
                                                      const std::optional<AccountId>& who, uint32_t length)
    requires(!kHasPipeline)
{
    const DispatchInfo info = extrinsic.call.info();
    ENSURE(info.class_ != DispatchClass::Mandatory, InvalidTransaction::MandatoryValidation{});

    if (who) return Extensions::validate(extrinsic.extra, *who, extrinsic.call, info, length);
    ValidTransaction valid = TRY(Extensions::validate_unsigned(extrinsic.call, info, length));
    const auto validate = extrinsic.call.pallet().validate_unsigned;
    ENSURE(validate != nullptr, UnknownTransaction{UnknownTransaction::NoUnsignedValidator{}});
    return std::move(valid).combine_with(TRY(validate(source, extrinsic.call)));
}

template <class R>
std::vector<Bytes> Executive<R>::inherent_extrinsics(const InherentData& data) {
    std::vector<Bytes> out;
    for (const PalletDescriptor* const pallet : runtime_pallets()) {
        if (!pallet->create_inherent) continue;
        const auto call = pallet->create_inherent(data);
        if (!call) continue;
        Bytes bare{kHasPipeline ? kNewestExtrinsicFormat : kExtrinsicVersion};
        scale::append_encoded(bare, *call);
        out.push_back(std::move(bare));
    }
    return out;
}

template <class R>
std::pair<DispatchInfo, bool> Executive<R>::dispatch_info(BytesView encoded) {
    const Undecoded extrinsic = decode(encoded);
    if constexpr (kHasPipeline) {
        DispatchInfo info = extrinsic.call.info();
        info.weight.saturating_accrue(extension_weight(extrinsic));
        return {info, !extrinsic.is_bare()};
    } else {
        return {extrinsic.call.info(), extrinsic.address.has_value()};
    }
}

template <class R>
CheckInherentsResult Executive<R>::check_inherents(std::span<const Extrinsic> extrinsics, const InherentData& data) {
    CheckInherentsResult result;
    std::vector<const PalletDescriptor*> present;
    for (const auto& [encoded] : extrinsics) {
        const Undecoded extrinsic = decode(encoded);
        // Inherents come first.
        if constexpr (kHasPipeline) {
            if (!extrinsic.is_bare()) break;
        } else {
            if (extrinsic.address) break;
        }
        const PalletDescriptor& pallet = extrinsic.call.pallet();
        if (!is_inherent(extrinsic.call)) break;
        present.push_back(&pallet);
        if (auto error = pallet.check_inherent ? pallet.check_inherent(extrinsic.call, data) : std::nullopt) {
            result.put_error(pallet.inherent_identifier, std::move(error->encoded), error->is_fatal);
            if (result.fatal_error) return result;
        }
    }
    for (const PalletDescriptor* const pallet : runtime_pallets()) {
        if (!pallet->is_inherent_required) continue;
        auto error = pallet->is_inherent_required(data);
        if (!error || std::find(present.begin(), present.end(), pallet) != present.end()) continue;
        result.put_error(pallet->inherent_identifier, std::move(error->encoded), error->is_fatal);
        if (result.fatal_error) return result;
    }
    return result;
}

template <class R>
void Executive<R>::offchain_worker(const primitives::Header& header) {
    // The block is executed already; workers see the state behind it, in its environment.
    System::initialize(header.number, header.parent_hash, header.digest);
    System::storage.BlockHash.put(header.number, host::blake2_256(scale::encode(header)));
    for (const PalletDescriptor* const pallet : runtime_pallets()) {
        if (pallet->offchain_worker) pallet->offchain_worker(header.number);
    }
}

}  // namespace serinus::sdk
