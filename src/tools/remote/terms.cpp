#include "tools/remote/terms.hpp"

#include <boost/json.hpp>

#include "hashing/hashing.hpp"
#include "metadata/merkle/merkleized.hpp"
#include "metadata/shower.hpp"
#include "runtime_api/account_nonce.hpp"
#include "runtime_api/transaction_payment.hpp"
#include "runtime_api/transaction_queue.hpp"

namespace serinus::remote {
namespace {

namespace json = boost::json;

/// Blocks that finality may be behind before mortality begins at the best block instead.
/// Observed: MAX_FINALITY_LAG of @polkadot/api-derive 16.5.6
constexpr uint64_t kMaxFinalityLag = 5;

/// The extrinsic without the length before it, as runtime APIs take it.
BytesView body_of(BytesView extrinsic) {
    scale::Decoder in(extrinsic);
    uint32_t size = 0;
    return in.compact(size) ? in.rest() : extrinsic;
}

Result<void, std::string> add_mortality(ChainView& chain, uint64_t period, compose::Terms& terms) {
    TRY_ASSIGN(BlockAt from, chain.finalized());
    const BlockAt& of_view = chain.block();
    if (from.number > of_view.number || of_view.number - from.number > kMaxFinalityLag) from = of_view;
    terms.mortality = compose::Mortality::from(period, from.number);
    terms.last_block = terms.mortality->death(from.number) - 1;
    const uint64_t birth = terms.mortality->birth(from.number);
    terms.birth_hash = birth == from.number ? from.hash : TRY(chain.hash_at(birth));
    return {};
}

/// The hash that releases of runtimes have compiled in: that of metadata 15. Spec: RFC-78
Result<Hash256, std::string> metadata_hash(ChainView& chain) {
    constexpr uint32_t kHashed = 15;
    TRY_ASSIGN(const auto metadata, chain.metadata_of_version(kHashed));
    ENSURE(metadata != nullptr, std::string("the runtime has no metadata of version 15, whose hash is signed"));
    const auto& units = chain.units();
    TRY_ASSIGN(auto info, metadata::merkle::extra_info_of(
                              *metadata, {.symbol = units.symbol, .decimals = static_cast<uint8_t>(units.decimals)}));
    TRY_ASSIGN(const auto made, metadata::merkle::MerkleizedMetadata::of(*metadata, std::move(info)));
    return made.hash();
}

}  // namespace

Result<compose::Terms, std::string> terms_for(ChainView& chain, BytesView account, const TermsOptions& options) {
    compose::Terms out;
    out.spec_version = chain.runtime().spec_version;
    out.transaction_version = chain.runtime().transaction_version;
    out.genesis_hash = chain.genesis_hash();
    out.tip = options.tip;
    if (options.nonce) {
        out.nonce = *options.nonce;
    } else if (options.nonce_of_state) {
        const auto id = primitives::AccountId::from(account);
        ENSURE(id, std::string("an account has 32 bytes"));
        out.nonce = TRY(chain.ask(runtime_api::account_nonce::kAccountNonce, *id));
    } else {
        out.nonce = TRY(chain.next_nonce(account));
    }
    if (options.mortality) TRY(add_mortality(chain, *options.mortality, out));
    if (options.signs_metadata) out.metadata_hash = TRY(metadata_hash(chain));
    return out;
}

Result<Cost, std::string> cost_of(ChainView& chain, BytesView extrinsic) {
    TRY_ASSIGN(const auto info, chain.ask(runtime_api::transaction_payment::kQueryInfo, to_bytes(body_of(extrinsic)),
                                          static_cast<uint32_t>(extrinsic.size())));
    return Cost{.fee = info.partial_fee,
                .ref_time_ps = info.weight.ref_time_ps.value,
                .proof_size = info.weight.proof_size.value};
}

std::string validity_error_text(BytesView error) {
    static constexpr const char* kInvalid[] = {"Call",
                                               "Payment",
                                               "Future",
                                               "Stale",
                                               "BadProof",
                                               "AncientBirthBlock",
                                               "ExhaustsResources",
                                               "Custom",
                                               "BadMandatory",
                                               "MandatoryValidation",
                                               "BadSigner",
                                               "IndeterminateImplicit",
                                               "UnknownOrigin"};
    static constexpr const char* kUnknown[] = {"CannotLookup", "NoUnsignedValidator", "Custom"};
    if (error.size() < 2) return "an error that cannot be decoded";
    const bool is_invalid = error[0] == 0;
    const size_t count = is_invalid ? std::size(kInvalid) : std::size(kUnknown);
    if (error[1] >= count) return "error " + std::to_string(error[1]);
    std::string out = is_invalid ? kInvalid[error[1]] : kUnknown[error[1]];
    if (out == "Custom" && error.size() > 2) out += "(" + std::to_string(error[2]) + ")";
    return out;
}

Result<std::optional<Refusal>, std::string> refusal_of(ChainView& chain, BytesView extrinsic) {
    using runtime_api::transaction_queue::TransactionSource;
    TRY_ASSIGN(const auto answer,
               chain.ask(runtime_api::transaction_queue::kValidateTransaction, TransactionSource::kExternal,
                         to_bytes(body_of(extrinsic)), chain.block().hash));
    const Bytes& bytes = answer.bytes;
    ENSURE(!bytes.empty(), std::string("the runtime does not say whether the transaction is valid"));
    if (bytes[0] == 0) return std::optional<Refusal>();
    std::string reason = validity_error_text(BytesView(bytes).subspan(1));
    // Observed: Kusama 1.7.1: CheckMetadataHash answers CannotLookup without a hash, and another hash makes the
    // signature bad.
    const bool is_of_hash = reason == "CannotLookup" || reason == "BadProof";
    return std::optional(Refusal{.reason = std::move(reason), .may_be_metadata_hash = is_of_hash});
}

Result<compose::MultisigState, std::string> multisig_state(ChainView& chain, const Hash256& account, BytesView call,
                                                           const Cost& cost) {
    compose::MultisigState out{
        .timepoint_json = std::nullopt, .ref_time_ps = cost.ref_time_ps, .proof_size = cost.proof_size};
    const auto* pallet = chain.metadata().find_pallet("Multisig");
    const auto* entry = chain.metadata().find_entry("Multisig", "Multisigs");
    ENSURE(pallet != nullptr && entry != nullptr, std::string("this chain has no pallet multisig"));
    const Hash256 call_hash = hashing::blake2b_256(call);
    const std::array<BytesView, 2> keys{BytesView(account.bytes), BytesView(call_hash.bytes)};
    const auto key = metadata::map_key({pallet, entry}, keys);
    ENSURE(key, std::string("the pallet multisig of this chain keeps its operations in another way"));
    TRY_ASSIGN(const auto value, chain.storage(*key));
    if (!value) return out;
    const auto shown = metadata::Shower(chain.metadata()).show_value_of(*key, *value);
    const auto* fields = shown.if_object();
    const auto* when = fields == nullptr ? nullptr : fields->if_contains("when");
    ENSURE(when != nullptr, std::string("the pallet multisig of this chain keeps its operations in another way"));
    out.timepoint_json = json::serialize(*when);
    return out;
}

}  // namespace serinus::remote
