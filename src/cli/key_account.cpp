// serinus key generate, inspect, vanity: accounts.
#include <cstdio>

#include "base/hex.hpp"
#include "cli/key_report.hpp"
#include "crypto/public_uri.hpp"
#include "platform/random.hpp"

namespace serinus::cli {
namespace {

using crypto::SecretText;

std::optional<std::string_view> view_of(const std::optional<SecretText>& password) {
    return password ? std::optional(password->reveal()) : std::nullopt;
}

struct GenerateOptions : KeyOptions {
    size_t words = 12;
};

KeyResult<> generate(const GenerateOptions& options) {
    const auto size = crypto::mnemonic::entropy_size(options.words);
    if (!size) return Err(input_failure("Invalid number of words given for phrase: must be 12/15/18/21/24"));
    TRY_ASSIGN(const auto password, options.read_password("Key password: "));
    crypto::Secret<32> entropy;
    platform::fill_random(entropy.reveal_mutable());
    const SecretText phrase = crypto::mnemonic::phrase_of(entropy.reveal().first(*size));
    report_uri(options, phrase.reveal(), view_of(password));
    return {};
}

struct InspectOptions : KeyOptions {
    bool is_public = false;
    std::optional<std::string> expected_public;
};

/// The public key that `text`, hex digits or an address, stands for.
KeyResult<Bytes> parse_expected(crypto::Scheme scheme, const std::string& text) {
    if (!text.starts_with("0x")) {
        const auto key = crypto::parse_address_uri(scheme, text);
        if (!key) return Err(input_failure("Invalid expected account id: `" + text + "`"));
        return key->public_key;
    }
    auto key = from_hex(text);
    if (!key) return Err(input_failure("Invalid expected public key hex: `" + text + "`"));
    if (key->size() != crypto::public_key_size(scheme)) {
        return Err(input_failure("Invalid expected public key: `" + text + "`"));
    }
    return *std::move(key);
}

/// Compares with the key of the URI without its junctions.
KeyResult<> check_expected(const InspectOptions& options, std::string_view uri,
                           std::optional<std::string_view> password) {
    const auto parsed = crypto::parse_key_uri(uri);
    if (!parsed) return Err(input_failure(describe(crypto::SecretError::kBadFormat, uri)));
    TRY_ASSIGN(const Bytes expected, parse_expected(options.scheme, *options.expected_public));
    const auto key = crypto::key_from_uri(options.scheme, parsed->phrase.value_or(crypto::kDevPhrase),
                                          password ? password : parsed->password);
    if (!key) return Err(input_failure("Invalid secret uri: " + std::string(uri)));
    if (key->pair.public_key() != expected) {
        return Err(input_failure("Expected public (" + *options.expected_public + ") key does not match."));
    }
    return {};
}

KeyResult<> inspect(const InspectOptions& options) {
    TRY_ASSIGN(const SecretText uri, options.read_uri());
    TRY_ASSIGN(const auto password, options.read_password("Key password: "));
    if (options.is_public) return report_public_key(options, uri.reveal());
    if (options.expected_public) TRY(check_expected(options, uri.reveal(), view_of(password)));
    report_uri(options, uri.reveal(), view_of(password));
    return {};
}

struct VanityOptions : KeyOptions {
    std::string pattern;
};

/// 48 for each character of the longest beginning of `pattern` that the address has, and more the earlier it comes.
size_t score(std::string_view pattern, std::string_view address) {
    for (size_t size = pattern.size(); size > 0; --size) {
        const size_t place = address.find(pattern.substr(0, size));
        if (place != address.npos) return size * 48 + 47 - std::min<size_t>(place, 47);
    }
    return 0;
}

/// The next seed in little-endian order.
void increment(crypto::KeySeed& seed) {
    for (uint8_t& byte : seed.reveal_mutable()) {
        if (++byte != 0) return;
    }
}

/// After how many more keys to tell of the progress.
uint64_t waypoint(uint64_t done) {
    uint64_t step = 100'000;
    while (step < 100'000'000 && done > 10 * step) step *= 10;
    return step;
}

KeyResult<> vanity(const VanityOptions& options) {
    constexpr std::string_view kNever = "0OIl";
    if (std::ranges::any_of(options.pattern, [&](char c) { return kNever.contains(c) || std::isalnum(c) == 0; })) {
        return Err(input_failure("No address contains this pattern: it has characters that base58 has not"));
    }
    const auto prefix = options.network.value_or(crypto::ss58::kSubstratePrefix);
    std::printf("Generating key containing pattern '%s'\n", options.pattern.c_str());
    const size_t top = 45 + options.pattern.size() * 48;
    size_t best = 0;
    crypto::KeySeed seed;
    for (uint64_t done = 0;;) {
        if (done % 100'000 == 0) {
            platform::fill_random(seed.reveal_mutable());
        } else {
            increment(seed);
        }
        if (const auto pair = crypto::KeyPair::from_seed(options.scheme, seed)) {
            const Hash256 account = crypto::account_of(options.scheme, pair->public_key());
            best = std::max(best, score(options.pattern, crypto::ss58::encode(prefix, account.bytes)));
        }
        if (best >= top) break;
        ++done;
        if (done % waypoint(done) == 0) {
            std::printf("%llu keys searched; best is %zu/%zu complete\n", static_cast<unsigned long long>(done), best,
                        top);
            std::fflush(stdout);
        }
    }
    std::printf("best: %zu == top: %zu\n", best, top);
    std::string uri = to_hex_prefixed(seed.reveal());
    report_uri(options, uri, std::nullopt);
    crypto::wipe({reinterpret_cast<uint8_t*>(uri.data()), uri.size()});
    return {};
}

}  // namespace

void add_key_generate(Arguments key, Command& chosen) {
    const Arguments command = key.add_subcommand("generate", "Generate a random account");
    auto options = std::make_shared<GenerateOptions>();
    command.add_option("-w,--words", options->words, "Words in the phrase: 12 (the default), 15, 18, 21 or 24")
        .type_name("WORDS");
    options->declare_keystore(command);
    options->declare_network(command);
    options->declare_output(command);
    options->declare_scheme(command);
    command.callback([options, &chosen] { chosen = [options] { return finish(generate(*options)); }; });
}

void add_key_inspect(Arguments key, Command& chosen) {
    const Arguments command = key.add_subcommand("inspect", "Show the public key and address of a secret URI");
    auto options = std::make_shared<InspectOptions>();
    command
        .add_option("uri", options->uri,
                    "Secret phrase, seed or URI, address or public URI; with --public, a public key in hex.\n"
                    "If it is a file, its content is meant. Asked for if not given")
        .type_name("URI");
    const Option is_public = command.add_flag("--public", options->is_public, "The URI is a public key in hex digits");
    options->declare_keystore(command);
    options->declare_network(command);
    options->declare_output(command);
    options->declare_scheme(command);
    command
        .add_option("--expect-public", options->expected_public,
                    "Fail unless the URI without its derivations has this public key (hex) or address")
        .type_name("KEY")
        .excludes(is_public);
    command.callback([options, &chosen] { chosen = [options] { return finish(inspect(*options)); }; });
}

void add_key_vanity(Arguments key, Command& chosen) {
    const Arguments command = key.add_subcommand("vanity", "Generate a seed whose address contains a pattern");
    auto options = std::make_shared<VanityOptions>();
    command.add_option("--pattern", options->pattern, "What the address shall contain near its beginning")
        .type_name("PATTERN")
        .required()
        .check([](const std::string& text) { return std::string(text.empty() ? "Pattern must not be empty" : ""); });
    options->declare_network(command);
    options->declare_output(command);
    options->declare_scheme(command);
    command.callback([options, &chosen] { chosen = [options] { return finish(vanity(*options)); }; });
}

}  // namespace serinus::cli
