// serinus tx
#include <cstdio>

#include "base/hex.hpp"
#include "cli/command.hpp"
#include "cli/log_options.hpp"
#include "cli/signer_options.hpp"
#include "cli/state_options.hpp"
#include "cli/tx_report.hpp"
#include "platform/files.hpp"
#include "platform/random.hpp"
#include "tools/compose/qr_code.hpp"
#include "tools/compose/vault.hpp"
#include "tools/remote/dry_run.hpp"
#include "tools/remote/making.hpp"

namespace serinus::cli {
namespace {

constexpr size_t kMaxArgumentFile = size_t{64} << 20;

struct TxOptions {
    std::string url = "ws://127.0.0.1:9944";
    uint32_t timeout_s = 120;
    std::string at;
    std::vector<std::string> words;
    SignerOptions signer;
    std::string tip, mortality = "64", metadata_hash = "auto", until = "finalized";
    std::optional<uint64_t> nonce;
    std::optional<uint32_t> format;
    std::string batch = "batch_all", proxied, signatories;
    std::optional<uint32_t> threshold;
    bool with_sudo = false, is_dry_run = false, encodes_only = false, describes = false, is_json = false,
         with_qr = false;
    std::string prepare, sign, send;
};

constexpr const char* kTxFooter = R"(CALL is pallet.call and its arguments, in their order or as name=value:

  accounts   an address, 0x and 64 digits, or the path of a development key: //Bob
  amounts    1.5KSM, 1.5, 20mKSM, 15000planck; a number without point and unit is refused, as it could mean either
  shares     10%              votes  aye, nay, or with a conviction: aye 3x
  bytes      0x…, a text, or @FILE
  lists      //Bob,//Charlie      structs  (a, b)      enums  Name or Name(a, b)      nothing  none
  calls      "system.remark hello", or encoded in hex
  all of it  JSON as Apps writes it; encoded in hex

Several calls with + between them are a batch. A call alone in hex, or @FILE with the hex, is taken as it is.
Errors name what a call or an argument could be; --describe shows what a call takes.

Examples:
  serinus tx --suri //Alice balances.transfer_keep_alive //Bob 1.5
  serinus tx --suri //Alice staking.bond 100KSM Staked + staking.nominate //Bob,//Charlie
  serinus tx --suri //Alice conviction_voting.vote 7 'Standard(aye 3x, 10KSM)'
  serinus tx --suri //Alice --dry-run --json utility.batch_all '[system.remark hi, system.remark ho]'
  serinus tx --suri //Alice --sudo system.set_code @runtime.wasm
  serinus tx --suri //Bob --multisig 2 --signatories //Alice,//Charlie system.remark hello

Where the key is on a machine without a network:
  serinus tx --account ADDRESS --prepare tx.json balances.transfer_all //Bob false     here
  serinus tx --suri KEYFILE --sign tx.json                                             there
  serinus tx --send tx.json                                                            here
  serinus tx --account ADDRESS --qr balances.transfer_all //Bob false                  with Polkadot Vault

The exit status is 3 if the chain refuses the transaction or the call fails.)";

constexpr int kCallFails = 3;

compose::TextReader reader_for(const remote::ChainView& chain) {
    return {chain.metadata(), chain.units(), [](const std::string& path) -> Result<Bytes, std::string> {
                auto content = platform::read_file(path, kMaxArgumentFile);
                if (!content) return Err(content.error().message);
                return to_bytes(as_bytes(*content));
            }};
}

Result<std::unique_ptr<remote::ChainView>, std::string> open_chain(const TxOptions& options) {
    TRY_ASSIGN(auto rpc, remote::RpcClient::open(options.url, {.timeout_ms = options.timeout_s * 1'000}));
    return remote::ChainView::open(std::move(rpc), options.at);
}

Result<std::vector<Hash256>, std::string> read_accounts(const std::string& text) {
    std::vector<Hash256> out;
    for (size_t begin = 0; begin <= text.size() && !text.empty();) {
        const size_t end = std::min(text.find(',', begin), text.size());
        TRY_ASSIGN(const Bytes account, compose::read_account(text.substr(begin, end - begin)));
        out.push_back(*Hash256::from(account));
        begin = end + 1;
    }
    return out;
}

Result<remote::CallWishes, std::string> call_wishes(const TxOptions& options) {
    remote::CallWishes out{
        .words = options.words, .batch = options.batch, .with_sudo = options.with_sudo, .proxied = {}};
    if (!options.proxied.empty()) {
        auto real = compose::read_account(options.proxied);
        if (!real) return Err("--proxy: " + real.error());
        out.proxied = *std::move(real);
    }
    if (!options.threshold) {
        ENSURE(options.signatories.empty(), std::string("--signatories needs --multisig with the number of approvals"));
        return out;
    }
    auto others = read_accounts(options.signatories);
    if (!others) return Err("--signatories: " + others.error());
    ENSURE(*options.threshold <= UINT16_MAX, std::string("--multisig: more approvals than there are signatories"));
    out.multisig =
        compose::Multisig{.threshold = static_cast<uint16_t>(*options.threshold), .others = *std::move(others)};
    return out;
}

Result<remote::TransactionWishes, std::string> transaction_wishes(const TxOptions& options,
                                                                  const compose::Units& units) {
    remote::TransactionWishes out;
    out.terms.nonce = options.nonce;
    out.terms.nonce_of_state = options.is_dry_run;
    if (!options.tip.empty()) {
        auto tip = units.parse_with_unit(options.tip);
        if (!tip) return Err("--tip: " + tip.error());
        out.terms.tip = *tip;
    }
    if (options.mortality == "immortal") {
        out.terms.mortality = std::nullopt;
    } else {
        const bool is_number = !options.mortality.empty() && options.mortality.size() < 9 &&
                               options.mortality.find_first_not_of("0123456789") == std::string::npos;
        ENSURE(is_number, "--mortality " + options.mortality + " is neither a number of blocks nor `immortal`");
        out.terms.mortality = std::strtoull(options.mortality.c_str(), nullptr, 10);
    }
    if (options.format) out.format = static_cast<uint8_t>(std::min<uint32_t>(*options.format, UINT8_MAX));
    using Mode = remote::MetadataHashMode;
    out.metadata_hash = options.metadata_hash == "on"    ? Mode::kOn
                        : options.metadata_hash == "off" ? Mode::kOff
                                                         : Mode::kAuto;
    return out;
}

remote::Sign sign_with(const Signer& signer) {
    if (!signer.pair) return remote::no_signature(signer.scheme, signer.account);
    return [&signer](BytesView payload) -> Result<compose::Signed, std::string> {
        return compose::Signed{.scheme = signer.scheme,
                               .account = signer.account,
                               .signature = signer.pair->sign(payload, platform::random_array<32>())};
    };
}

Result<int, std::string> follow(const TxOptions& options, remote::ChainView& chain, BytesView extrinsic) {
    const remote::Until until = options.until == "pool"       ? remote::Until::kPool
                                : options.until == "in-block" ? remote::Until::kInBlock
                                                              : remote::Until::kFinalized;
    const TxReport report{.units = chain.units(), .is_json = options.is_json};
    report.progress("sent " + to_hex_prefixed(compose::hash_of(extrinsic).bytes));
    TRY_ASSIGN(const auto outcome,
               remote::submit(chain, extrinsic, until, [&](const std::string& text) { report.progress(text); }));
    TRY(report.print_outcome(compose::hash_of(extrinsic), outcome));
    return outcome && outcome->error ? kCallFails : 0;
}

Result<int, std::string> try_locally(const TxOptions& options, const remote::ChainView& chain,
                                     const remote::MadeTransaction& made) {
    StateOptions state_options;
    state_options.url = options.url;
    state_options.accepts_mock_signatures =
        options.signer.key.uri == std::nullopt && options.signer.key.keystore_path.empty();
    state_options.at = to_hex_prefixed(chain.block().hash.bytes);
    const auto state = OpenState::open_or_report(state_options);
    if (!state) return 1;
    TRY_ASSIGN(const auto runtime, state->runtime());
    TRY_ASSIGN(const auto outcome, remote::dry_run(state->executor(), runtime, state->backend(), chain.block(),
                                                   chain.metadata(), chain.units().prefix, made.extrinsic));
    const TxReport report{.units = chain.units(), .is_json = options.is_json};
    TRY(report.print_dry_run(outcome));
    return outcome.error ? kCallFails : 0;
}

Result<int, std::string> prepare(const TxOptions& options, const remote::ChainView& chain,
                                 const compose::Transaction& transaction, const Hash256& account,
                                 const std::string& shown) {
    compose::SigningFile file{
        .chain = chain.chain_name(), .shown = shown, .account = account, .transaction = transaction, .by = {}};
    const std::string text = signing_file_json(file);
    constexpr unsigned kMode = 0644;
    const auto written = platform::write_file_atomically(options.prepare, as_bytes(text), kMode);
    if (!written) return Err(written.error().message);
    return 0;
}

/// A line of the standard input.
Result<std::string, std::string> read_line() {
    std::string out;
    for (int c = std::fgetc(stdin); c != EOF && c != '\n'; c = std::fgetc(stdin)) out.push_back(static_cast<char>(c));
    ENSURE(!out.empty() || std::feof(stdin) == 0, std::string("the standard input has ended, without a signature"));
    return out;
}

/// Shows the transaction as QR codes, and waits for the signature that the scanner of its answer types.
Result<int, std::string> sign_by_qr(const TxOptions& options, remote::ChainView& chain,
                                    const compose::Transaction& transaction, const Signer& signer,
                                    const std::string& shown) {
    TRY_ASSIGN(const auto frames,
               compose::vault_frames(transaction, signer.scheme, signer.account, chain.genesis_hash()));
    const TxReport report{.units = chain.units(), .is_json = options.is_json};
    report.progress("on " + chain.chain_name() + ", valid " +
                    (transaction.valid_until == 0 ? std::string("for ever")
                                                  : "until block " + std::to_string(transaction.valid_until)) +
                    ": " + shown);
    for (size_t i = 0; i < frames.size(); ++i) {
        const auto code = compose::QrCode::of(frames[i]);
        ENSURE(code.has_value(), std::string("the call is too long for QR codes: use --prepare"));
        const std::string which =
            frames.size() == 1 ? "" : " " + std::to_string(i + 1) + " of " + std::to_string(frames.size());
        report.progress(
            code->terminal_text() + "Scan this code" + which + " with Polkadot Vault" +
            (i + 1 < frames.size() ? ", then press Enter." : ", and enter the signature that it answers (in hex):"));
        TRY_ASSIGN(const std::string line, read_line());
        if (i + 1 < frames.size()) continue;
        TRY_ASSIGN(const auto by, compose::read_vault_signature(line, signer.scheme, signer.account));
        TRY_ASSIGN(const Bytes extrinsic, assemble(chain.metadata(), transaction, by));
        return follow(options, chain, extrinsic);
    }
    return 1;
}

Result<int, std::string> compose_and_act(const TxOptions& options) {
    TRY_ASSIGN(const auto chain, open_chain(options));
    compose::TextReader reader = reader_for(*chain);
    if (options.describes) {
        ENSURE(!options.words.empty(), std::string("--describe: which call?"));
        TRY_ASSIGN(const auto found, compose::find_call(chain->metadata(), options.words[0]));
        print(describe_call(chain->metadata(), found) + "\n");
        return 0;
    }
    TRY_ASSIGN(const auto wishes, call_wishes(options));
    TRY_ASSIGN(Bytes call, make_call(reader, wishes));
    const TxReport report{.units = chain->units(), .is_json = options.is_json};
    if (options.encodes_only && !wishes.multisig) {
        TRY(report.print_call(chain->metadata(), call));
        return 0;
    }
    TRY_ASSIGN(const Signer signer, read_signer(options.signer));
    if (wishes.multisig) call = TRY(in_multisig_of(*chain, reader, *wishes.multisig, signer.account, call));
    if (options.encodes_only) {
        TRY(report.print_call(chain->metadata(), call));
        return 0;
    }
    TRY_ASSIGN(auto terms, transaction_wishes(options, chain->units()));
    if (!options.prepare.empty() || options.with_qr) {
        // Which form the runtime takes cannot be tried without the signature.
        const bool signs_hash = terms.metadata_hash == remote::MetadataHashMode::kOn;
        terms.metadata_hash = signs_hash ? remote::MetadataHashMode::kOn : remote::MetadataHashMode::kOff;
        TRY_ASSIGN(const auto transaction, make_transaction(*chain, signer.account, call, terms));
        const std::string shown = shown_call(chain->metadata(), chain->units(), call);
        if (options.with_qr) return sign_by_qr(options, *chain, transaction, signer, shown);
        return prepare(options, *chain, transaction, signer.account, shown);
    }
    ENSURE(signer.pair || options.is_dry_run,
           std::string("nothing signs: give --suri or --keystore-path; --dry-run, --prepare and --qr need none"));
    TRY_ASSIGN(const auto made, make_signed(*chain, signer.account, call, terms, sign_with(signer)));
    report.progress("from " + chain->units().address(signer.account.bytes) + " on " + chain->chain_name() + ": " +
                    shown_call(chain->metadata(), chain->units(), call));
    if (const auto cost = cost_of(*chain, made.extrinsic)) {
        report.progress("fee " + chain->units().exact_amount(cost->fee) +
                        (terms.terms.tip == 0 ? "" : ", tip " + chain->units().exact_amount(terms.terms.tip)));
    }
    if (options.is_dry_run) return try_locally(options, *chain, made);
    return follow(options, *chain, made.extrinsic);
}

Result<std::string, std::string> read_text(const std::string& path) {
    auto content = platform::read_file(path, kMaxArgumentFile);
    if (!content) return Err(content.error().message);
    return *std::move(content);
}

std::string validity_text(const compose::Transaction& transaction) {
    return transaction.valid_until == 0 ? std::string()
                                        : ", valid until block " + std::to_string(transaction.valid_until);
}

Result<int, std::string> sign_file(const TxOptions& options) {
    TRY_ASSIGN(const std::string text, read_text(options.sign));
    auto file = compose::read_signing_file(text);
    if (!file) return Err(options.sign + ": " + file.error());
    TRY_ASSIGN(const Signer signer, read_signer(options.signer));
    ENSURE(signer.pair, std::string("--sign needs a key: --suri, or --keystore-path with --account"));
    ENSURE(signer.account == file->account, "the file is for the account " + to_hex_prefixed(file->account.bytes) +
                                                ", and this is the key of " + to_hex_prefixed(signer.account.bytes));
    TxReport{.units = {}, .is_json = false}.progress(
        "signs for " + file->chain + " the call " + to_hex_prefixed(file->transaction.call) +
        validity_text(file->transaction) + "\nwhich the file, unchecked, says to be: " + file->shown);
    file->by = TRY(sign_with(signer)(file->transaction.payload()));
    const std::string out = signing_file_json(*file);
    constexpr unsigned kMode = 0644;
    const auto written = platform::write_file_atomically(options.sign, as_bytes(out), kMode);
    if (!written) return Err(written.error().message);
    return 0;
}

Result<int, std::string> send_file(const TxOptions& options) {
    TRY_ASSIGN(const std::string text, read_text(options.send));
    auto file = compose::read_signing_file(text);
    if (!file) return Err(options.send + ": " + file.error());
    ENSURE(file->by, options.send + " is not signed yet: serinus tx --suri KEY --sign " + options.send);
    TRY_ASSIGN(const auto chain, open_chain(options));
    TRY_ASSIGN(const Bytes extrinsic, assemble(chain->metadata(), file->transaction, *file->by));
    return follow(options, *chain, extrinsic);
}

int run(const TxOptions& options) {
    set_up_log({}, "warn");
    const auto done = !options.sign.empty()   ? sign_file(options)
                      : !options.send.empty() ? send_file(options)
                                              : compose_and_act(options);
    return done ? *done : report_error(done.error());
}

}  // namespace

void add_tx(Arguments app, Command& chosen) {
    auto options = std::make_shared<TxOptions>();
    const Arguments command = app.add_subcommand("tx", "Compose, sign, try, send and follow a transaction");
    command.add_option("call", options->words, "The call and its arguments; + between the calls of a batch")
        .type_name("CALL");
    command.add_option("--url", options->url, "A node of the chain, of any implementation: ws:// or wss://")
        .type_name("URL")
        .show_default();
    command.add_option("--at", options->at, "The block whose state is meant, by number or hash; the best one otherwise")
        .type_name("BLOCK");
    command.add_option("--timeout", options->timeout_s, "How long to wait for each step")
        .type_name("SECONDS")
        .positive()
        .show_default();
    command.add_flag("--json", options->is_json, "Print JSON");
    command.section("What is done");
    command.add_flag("--dry-run", options->is_dry_run, "Execute it on a copy of the state instead of sending it");
    command.add_flag("--encode", options->encodes_only, "Print the encoded call and its hash, no more");
    command.add_flag("--describe", options->describes, "Print what the call takes, no more");
    command.add_option("--wait", options->until, "How far to follow it")
        .one_of({"pool", "in-block", "finalized"})
        .show_default();
    command.add_option("--prepare", options->prepare, "Write it to a file that is signed elsewhere").type_name("FILE");
    command.add_option("--sign", options->sign, "Sign that file; needs no node").type_name("FILE");
    command.add_option("--send", options->send, "Send what was signed in that file").type_name("FILE");
    command.add_flag("--qr", options->with_qr,
                     "Show it as a QR code for Polkadot Vault, and read the signature from the standard input");
    add_signer_options(command, options->signer);
    command.section("Around the call");
    command.add_option("--batch", options->batch, "Which batch several calls are")
        .one_of({"batch_all", "batch", "force_batch"})
        .show_default();
    command.add_flag("--sudo", options->with_sudo, "Let Sudo make the call");
    command.add_option("--proxy", options->proxied, "Make it on behalf of this account, as its proxy")
        .type_name("ACCOUNT");
    command.add_option("--multisig", options->threshold, "Approve it as one of several signatories; so many must")
        .type_name("N")
        .positive();
    command.add_option("--signatories", options->signatories, "The other signatories").type_name("ACCOUNT,…");
    command.section("Terms");
    command.add_option("--tip", options->tip, "For the author: 0.01KSM").type_name("AMOUNT");
    command.add_option("--nonce", options->nonce, "Instead of the account's next one").type_name("N");
    command.add_option("--mortality", options->mortality, "For how many blocks it is valid, or immortal")
        .type_name("BLOCKS")
        .show_default();
    command
        .add_option("--metadata-hash", options->metadata_hash,
                    "Sign the hash of the metadata (CheckMetadataHash); auto: where the runtime takes it")
        .one_of({"auto", "on", "off"})
        .show_default();
    command.add_option("--format", options->format, "Of the extrinsic: 4, or 5 (general)").type_name("4|5");
    command.footer(kTxFooter);
    command.callback([&chosen, options] { chosen = [options] { return run(*options); }; });
}

}  // namespace serinus::cli
