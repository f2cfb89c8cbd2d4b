/// What the subcommands of `serinus key` have in common: options, secrets from the user, errors.
/// Observed: sc-cli 0.63.0: options, texts and exit codes are those of its key commands, as `subkey` has them.
#pragma once

#include <optional>
#include <string>

#include "base/result.hpp"
#include "cli/command.hpp"
#include "crypto/key_pair.hpp"
#include "crypto/ss58.hpp"

namespace serinus::cli {

/// Why a command failed, as Rust prints it: SignatureInvalid, Input("…").
struct KeyFailure {
    std::string text;
};

template <class T = void>
using KeyResult = Result<T, KeyFailure>;

/// Input("…")
KeyFailure input_failure(std::string_view message);
/// Io("…")
KeyFailure file_failure(std::string_view message);

/// Text in quotes, as Rust's {:?} writes it.
std::string in_quotes(std::string_view text);

/// Prints "Error: …" on stderr for a failure; returns the exit code.
int finish(const KeyResult<>& result);

/// Hex digits, with or without 0x.
KeyResult<Bytes> read_hex(std::string_view text);

/// `{:?}` of sp_core's SecretStringError.
std::string describe(crypto::SecretError error, std::string_view uri);

enum class OutputType : uint8_t { kText, kJson };

/// The options that several subcommands share; each declares those it has. Secrets are wiped when destroyed.
struct KeyOptions {
    crypto::Scheme scheme = crypto::Scheme::kSr25519;
    std::optional<crypto::ss58::Prefix> network;
    OutputType output = OutputType::kText;

    std::string keystore_path;
    std::string password_file;
    std::optional<std::string> password;
    bool password_interactive = false;

    std::optional<std::string> uri;
    std::optional<std::string> message;
    bool message_is_hex = false;

    ~KeyOptions();

    void declare_scheme(Arguments command, bool required = false);
    void declare_network(Arguments command);
    void declare_output(Arguments command);
    void declare_keystore(Arguments command);
    void declare_message(Arguments command);

    /// The URI given, or the content of the file of that name, or what the user types.
    KeyResult<crypto::SecretText> read_uri() const;

    /// From the option, the file (all of it, its line break too) or the user; nullopt if none is asked for.
    KeyResult<std::optional<crypto::SecretText>> read_password(const char* prompt) const;

    /// From the option or the standard input.
    KeyResult<Bytes> read_message() const;
};

/// One for each subcommand.
void add_key_generate(Arguments key, Command& chosen);
void add_key_generate_node_key(Arguments key, Command& chosen);
void add_key_inspect(Arguments key, Command& chosen);
void add_key_inspect_node_key(Arguments key, Command& chosen);
void add_key_insert(Arguments key, Command& chosen);
void add_key_sign(Arguments key, Command& chosen);
void add_key_vanity(Arguments key, Command& chosen);
void add_key_verify(Arguments key, Command& chosen);

}  // namespace serinus::cli
