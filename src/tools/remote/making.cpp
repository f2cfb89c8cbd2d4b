#include "tools/remote/making.hpp"

namespace serinus::remote {
namespace {

/// The calls of a batch.
std::vector<std::vector<std::string>> divided(const std::vector<std::string>& words) {
    std::vector<std::vector<std::string>> out(1);
    for (const std::string& word : words) {
        if (word == "+") {
            out.emplace_back();
        } else {
            out.back().push_back(word);
        }
    }
    return out;
}

}  // namespace

Result<Bytes, std::string> make_call(compose::TextReader& reader, const CallWishes& wishes) {
    std::vector<Bytes> calls;
    for (auto& words : divided(wishes.words)) {
        ENSURE(!words.empty() || wishes.words.empty(), std::string("a call is missing beside a +"));
        calls.push_back(TRY(reader.read_call(std::move(words))));
    }
    Bytes out = calls.size() == 1 ? std::move(calls[0]) : TRY(compose::in_batch(reader, wishes.batch, calls));
    if (wishes.with_sudo) out = TRY(compose::in_sudo(reader, out));
    if (wishes.proxied) out = TRY(compose::in_proxy(reader, *wishes.proxied, out));
    return out;
}

Result<Bytes, std::string> in_multisig_of(ChainView& chain, compose::TextReader& reader,
                                          const compose::Multisig& multisig, const Hash256& signer, BytesView call) {
    // What the call weighs does not depend on the signature.
    TRY_ASSIGN(const auto probe,
               make_transaction(chain, signer, call,
                                {.terms = {.nonce = 0}, .format = {}, .metadata_hash = MetadataHashMode::kOff}));
    TRY_ASSIGN(const auto by, no_signature(crypto::Scheme::kSr25519, signer)({}));
    TRY_ASSIGN(const Bytes extrinsic, assemble(chain.metadata(), probe, by));
    TRY_ASSIGN(const Cost cost, cost_of(chain, extrinsic));
    TRY_ASSIGN(const auto state, multisig_state(chain, multisig.account(signer), call, cost));
    return compose::in_multisig(reader, multisig, state, call);
}

Sign no_signature(crypto::Scheme scheme, const Hash256& account) {
    return [scheme, account](BytesView) -> Result<compose::Signed, std::string> {
        // The mark of crypto::VerdictCache::is_mock(): a dry run takes it for a good one.
        Bytes signature(crypto::signature_size(scheme), 0xcd);
        constexpr std::array<uint8_t, 4> kMark = {0xde, 0xad, 0xbe, 0xef};
        std::ranges::copy(kMark, signature.begin());
        return compose::Signed{.scheme = scheme, .account = account, .signature = std::move(signature)};
    };
}

Result<compose::Transaction, std::string> make_transaction(ChainView& chain, const Hash256& account, BytesView call,
                                                           const TransactionWishes& wishes) {
    compose::Transaction out;
    out.format = TRY(compose::choose_format(chain.metadata(), wishes.format));
    out.call = to_bytes(call);
    const auto& versions = chain.metadata().model().extrinsic.extension_versions;
    constexpr uint8_t kGeneral = 5;
    // General transactions say which version of the extensions they have: the last one that carries a signature.
    if (out.format == kGeneral && !versions.empty()) out.extension_version = versions.rbegin()->first;
    TermsOptions terms = wishes.terms;
    terms.signs_metadata = wishes.metadata_hash == MetadataHashMode::kOn;
    ENSURE(!terms.signs_metadata || compose::has_metadata_hash(chain.metadata(), out.extension_version),
           std::string("transactions of this chain have no CheckMetadataHash: leave --metadata-hash out"));
    TRY_ASSIGN(const auto of, terms_for(chain, account.bytes, terms));
    out.extensions = TRY(compose::encode_extensions(chain.metadata(), out.extension_version, of));
    out.valid_until = of.mortality ? of.last_block : 0;
    return out;
}

Result<MadeTransaction, std::string> make_signed(ChainView& chain, const Hash256& account, BytesView call,
                                                 const TransactionWishes& wishes, const Sign& sign) {
    const auto make = [&](MetadataHashMode mode) -> Result<MadeTransaction, std::string> {
        TransactionWishes now = wishes;
        now.metadata_hash = mode;
        MadeTransaction out;
        out.transaction = TRY(make_transaction(chain, account, call, now));
        out.signs_metadata = mode == MetadataHashMode::kOn;
        TRY_ASSIGN(const auto by, sign(out.transaction.payload()));
        out.extrinsic = TRY(assemble(chain.metadata(), out.transaction, by));
        out.refusal = TRY(refusal_of(chain, out.extrinsic));
        return out;
    };
    const bool may_sign_it = compose::has_metadata_hash(chain.metadata());
    if (wishes.metadata_hash != MetadataHashMode::kAuto || !may_sign_it) {
        return make(wishes.metadata_hash == MetadataHashMode::kOn ? MetadataHashMode::kOn : MetadataHashMode::kOff);
    }
    auto with = make(MetadataHashMode::kOn);
    // A runtime without metadata 15, or built without its hash, takes transactions that do not sign one.
    if (with && !(with->refusal && with->refusal->may_be_metadata_hash)) return with;
    return make(MetadataHashMode::kOff);
}

}  // namespace serinus::remote
