#include "cli/key_options.hpp"

#include <cstdio>

#include "base/hex.hpp"
#include "platform/files.hpp"
#include "platform/terminal.hpp"

namespace serinus::cli {
namespace {

using crypto::SecretText;

constexpr size_t kMaxSecretFile = size_t{64} * 1024;
constexpr size_t kMaxMessage = size_t{1} << 30;

void wipe(std::string& text) { crypto::wipe({reinterpret_cast<uint8_t*>(text.data()), text.size()}); }

/// Takes a text over into memory that is wiped.
SecretText secret_of(std::string text) {
    SecretText secret(text);
    wipe(text);
    return secret;
}

std::string lower(std::string text) {
    for (char& c : text) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    return text;
}

std::string network_names() {
    std::string names;
    for (const auto& network : crypto::ss58::networks()) {
        names += (names.empty() ? "" : ", ") + in_quotes(network.name);
    }
    return names;
}

}  // namespace

std::string in_quotes(std::string_view text) {
    std::string out = "\"";
    for (const char c : text) {
        switch (c) {
            case '"':
                out += "\\\"";
                break;
            case '\\':
                out += "\\\\";
                break;
            case '\n':
                out += "\\n";
                break;
            case '\r':
                out += "\\r";
                break;
            case '\t':
                out += "\\t";
                break;
            default:
                out += c;
        }
    }
    return out + "\"";
}

KeyFailure input_failure(std::string_view message) { return {"Input(" + in_quotes(message) + ")"}; }
KeyFailure file_failure(std::string_view message) { return {"Io(" + in_quotes(message) + ")"}; }

int finish(const KeyResult<>& result) {
    if (result) return 0;
    std::fprintf(stderr, "Error: %s\n", result.error().text.c_str());
    return 1;
}

KeyResult<Bytes> read_hex(std::string_view text) {
    if (auto bytes = from_hex(text)) return *std::move(bytes);
    if (text.starts_with("0x")) text.remove_prefix(2);
    if (text.size() % 2 != 0) return Err(KeyFailure{"HexDataConversion(InvalidLength)"});
    size_t index = 0;
    while (index < text.size() && hex_digit(text[index]) >= 0) ++index;
    return Err(KeyFailure{"HexDataConversion(InvalidCharacter { character: '" + std::string(text.substr(index, 1)) +
                          "', index: " + std::to_string(index) + " })"});
}

std::string describe(crypto::SecretError error, std::string_view uri) {
    using crypto::KeyUriError;
    switch (error) {
        case crypto::SecretError::kBadPhrase:
            return "InvalidPhrase";
        case crypto::SecretError::kBadSeed:
            return "InvalidSeed";
        case crypto::SecretError::kBadPath:
            return "InvalidPath";
        case crypto::SecretError::kBadFormat:
            break;
    }
    const auto parsed = crypto::parse_key_uri(uri);
    if (parsed) return "InvalidFormat";
    switch (parsed.error()) {
        case KeyUriError::kBadCharacterInPhrase:
            return "InvalidFormat(InvalidCharacterInPhrase)";
        case KeyUriError::kBadCharacterInPassword:
            return "InvalidFormat(InvalidCharacterInPass)";
        case KeyUriError::kBadCharacterInHardPath:
            return "InvalidFormat(InvalidCharacterInHardPath)";
        case KeyUriError::kBadCharacterInSoftPath:
            return "InvalidFormat(InvalidCharacterInSoftPath)";
    }
    return "InvalidFormat";
}

KeyOptions::~KeyOptions() {
    for (auto* secret : {&password, &uri}) {
        if (*secret) wipe(**secret);
    }
}

void KeyOptions::declare_scheme(Arguments command, bool required) {
    command
        .add_option(
            "--scheme", [this](const std::string& name) { scheme = *crypto::find_scheme(name); },
            "Cryptography scheme: sr25519 (the default), ed25519 or ecdsa")
        .type_name("SCHEME")
        .one_of({"sr25519", "ed25519", "ecdsa"})
        .required(required);
}

void KeyOptions::declare_network(Arguments command) {
    command
        .add_option(
            "-n,--network", [this](const std::string& name) { network = crypto::ss58::find_prefix(name); },
            "Network whose addresses are meant, such as polkadot or kusama (default: substrate)")
        .type_name("NETWORK")
        .check([](const std::string& name) {
            if (crypto::ss58::find_prefix(name)) return std::string();
            return "Unable to parse variant. Known variants: [" + network_names() + "]";
        });
}

void KeyOptions::declare_output(Arguments command) {
    command
        .add_option(
            "--output-type",
            [this](const std::string& name) { output = lower(name) == "json" ? OutputType::kJson : OutputType::kText; },
            "Output format: text (the default) or json")
        .type_name("FORMAT")
        .one_of({"json", "text"});
}

void KeyOptions::declare_keystore(Arguments command) {
    command.add_option("--keystore-path", keystore_path, "Folder of the keystore").type_name("PATH");
    const Option interactive =
        command.add_flag("--password-interactive", password_interactive, "Ask for the password on the terminal");
    const Option given =
        command.add_option("--password", password, "Password: a secret of the user that the key also depends on")
            .type_name("PASSWORD");
    const Option file =
        command.add_option("--password-filename", password_file, "File that holds the password").type_name("PATH");
    interactive.excludes(given).excludes(file);
    given.excludes(file);
}

void KeyOptions::declare_message(Arguments command) {
    command.add_option("--message", message, "The message; read from the standard input if not given")
        .type_name("MESSAGE");
    command.add_flag("--hex", message_is_hex, "The message is written in hex digits");
}

KeyResult<SecretText> KeyOptions::read_uri() const {
    if (!uri) {
        auto line = platform::read_secret_line("URI: ");
        if (!line) return Err(file_failure(line.error().message));
        return secret_of(*std::move(line));
    }
    if (!platform::is_regular_file(*uri)) return SecretText(*uri);
    auto content = platform::read_file(*uri, kMaxSecretFile);
    if (!content) return Err(file_failure(content.error().message));
    const SecretText all = secret_of(*std::move(content));
    std::string_view text = all.reveal();
    constexpr std::string_view kSpace = " \t\n\v\f\r";
    return SecretText(text.substr(0, text.find_last_not_of(kSpace) + 1));
}

KeyResult<std::optional<SecretText>> KeyOptions::read_password(const char* prompt) const {
    using Password = std::optional<SecretText>;
    if (password_interactive) {
        auto line = platform::read_secret_line(prompt);
        if (!line) return Err(file_failure(line.error().message));
        return Password(secret_of(*std::move(line)));
    }
    if (!password_file.empty()) {
        auto content = platform::read_file(password_file, kMaxSecretFile);
        if (!content) return Err(input_failure(content.error().message));
        return Password(secret_of(*std::move(content)));
    }
    return password ? Password(SecretText(*password)) : Password();
}

KeyResult<Bytes> KeyOptions::read_message() const {
    std::string raw;
    if (message) {
        raw = *message;
    } else {
        auto input = platform::read_standard_input(kMaxMessage);
        if (!input) return Err(file_failure(input.error().message));
        raw = *std::move(input);
    }
    if (message_is_hex) return read_hex(raw);
    return to_bytes(as_bytes(raw));
}

}  // namespace serinus::cli
