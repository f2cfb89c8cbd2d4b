// Extrinsics of runtimes whose extensions are a pipeline. Observed: generic::checked_extrinsic of sp-runtime 43, and
// frame-executive 42
#pragma once

#include "runtime/sdk/executive.hpp"

namespace serinus::sdk {

template <class R>
bool Executive<R>::decode_head(scale::Decoder& in, Undecoded& out)
    requires kHasPipeline
{
    uint8_t first;
    if (!in.byte(first)) return false;
    const auto preamble = preamble_of(first);
    if (!preamble) return false;
    out.preamble = *preamble;
    if (out.is_bare()) return true;
    // The only version there is; others are read like it. Observed: Preamble::decode of sp-runtime 43
    uint8_t extension_version;
    const bool good = preamble->kind == ExtrinsicKind::Signed
                          ? scale::decode_into(in, out.address.emplace()) && scale::decode_into(in, out.signature)
                          : in.byte(extension_version);
    const uint8_t* const start = in.position();
    if (!good || !scale::decode_into(in, out.extra)) return false;
    out.extra_bytes = {start, in.position()};
    return true;
}

template <class R>
Weight Executive<R>::extension_weight(const Undecoded& extrinsic)
    requires kHasPipeline
{
    return extrinsic.is_bare() ? Weight::zero() : Extensions::weight(extrinsic.extra, extrinsic.call);
}

template <class R>
TransactionCheck Executive<R>::pre_dispatch_bare(const RuntimeCall& call)
    requires kHasPipeline
{
    const PalletDescriptor& pallet = call.pallet();
    if (pallet.pre_dispatch) {
        TRY(pallet.pre_dispatch(call));
    } else if (pallet.validate_unsigned) {
        TRY(pallet.validate_unsigned(TransactionSource::InBlock, call));
    }
    return {};
}

template <class R>
ApplyExtrinsicResult Executive<R>::apply_in_pipeline(const Undecoded& extrinsic, const std::optional<AccountId>& who,
                                                     uint32_t length)
    requires kHasPipeline
{
    // Fee, priority and limits are those of the call with the extensions.
    const Weight of_extensions = extension_weight(extrinsic);
    DispatchInfo info = extrinsic.call.info();
    info.weight.saturating_accrue(of_extensions);

    std::optional<Pre> pre;
    if (extrinsic.is_bare()) {
        TRY(pre_dispatch_bare(extrinsic.call));
        TRY(Extensions::prepare_bare(extrinsic.call, info, length));
    } else {
        pre = TRY(Extensions::validate_and_prepare(extrinsic.extra, {.signer = who ? &*who : nullptr,
                                                                     .call = extrinsic.call,
                                                                     .info = info,
                                                                     .length = length,
                                                                     .source = TransactionSource::InBlock}));
    }
    auto result = extrinsic.call.dispatch(who ? RuntimeOrigin::signed_by(*who) : RuntimeOrigin::none());
    DispatchResult outcome;
    if (!result) outcome = result.error().error;
    if (pre) {
        PostDispatchInfo post = post_info_of(result);
        TRY(Extensions::settle(*std::move(pre), info, of_extensions, post, length, outcome));
        if (result) {
            result = post;
        } else {
            result = DispatchErrorWithPostInfo(post, outcome.error());
        }
    } else {
        TRY(Extensions::settle_bare({info, post_info_of(result), length, outcome}));
    }

    // A mandatory call that fails makes the block invalid.
    ENSURE(result || info.class_ != DispatchClass::Mandatory, InvalidTransaction::BadMandatory{});
    System::note_applied_extrinsic(result, info);
    return outcome;
}

template <class R>
TransactionValidity Executive<R>::validate_in_pipeline(TransactionSource source, const Undecoded& extrinsic,
                                                       const std::optional<AccountId>& who, uint32_t length)
    requires kHasPipeline
{
    DispatchInfo info = extrinsic.call.info();
    ENSURE(info.class_ != DispatchClass::Mandatory, InvalidTransaction::MandatoryValidation{});
    info.weight.saturating_accrue(extension_weight(extrinsic));
    if (!extrinsic.is_bare()) {
        auto valid = TRY(Extensions::validate(extrinsic.extra, {.signer = who ? &*who : nullptr,
                                                                .call = extrinsic.call,
                                                                .info = info,
                                                                .length = length,
                                                                .source = source}));
        return std::move(valid.first);
    }
    // The pallet is asked before the extensions.
    const auto validate = extrinsic.call.pallet().validate_unsigned;
    ENSURE(validate != nullptr, UnknownTransaction{UnknownTransaction::NoUnsignedValidator{}});
    ValidTransaction of_pallet = TRY(validate(source, extrinsic.call));
    ValidTransaction valid = TRY(Extensions::validate_bare(extrinsic.call, info, length));
    return std::move(valid).combine_with(std::move(of_pallet));
}

}  // namespace serinus::sdk
