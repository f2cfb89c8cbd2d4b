/// Arguments and options of commands: CLI11 behind an interface of our own, because a source that includes CLI11
/// costs seconds to compile. Only arguments.cpp does.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace serinus::cli {

struct CommandDescription;

/// A handle of an option, a flag or a positional argument of a command.
class Option {
  public:
    explicit Option(CLI::Option* option) noexcept : option_(option) {}

    /// What the help calls its value.
    Option type_name(const std::string& name) const;
    /// The section of the help; the empty one hides it.
    Option group(const std::string& name) const;
    Option required(bool is_required = true) const;
    /// The help shows the value that the variable has now.
    Option show_default() const;

    /// `error_of` returns what is wrong with a text, as a sentence for the user, or an empty string.
    Option check(std::function<std::string(const std::string& text)> error_of) const;
    /// The value is one of these, in upper or lower case; the help shows them.
    Option one_of(std::vector<std::string> choices) const;
    Option positive() const;
    Option between(double least, double most) const;

    Option excludes(Option other) const;
    /// The option may stand without a value, and has this one then.
    Option optional_value(const std::string& value) const;

  private:
    CLI::Option* option_;
};

/// The section of the help for options that are added before the first section().
inline constexpr const char* kDefaultSection = "Options";

/// The exit code after a wrong command line.
inline constexpr int kUsageError = 2;

/// A handle of one command, or of the program itself. Variables must outlive the parsing.
class Arguments {
  public:
    explicit Arguments(CLI::App* app) noexcept : app_(app) {}

    Arguments add_subcommand(const std::string& name, const std::string& description) const;
    /// The user has to choose one.
    void require_subcommand() const;

    /// The section of the help for options that are added from here on; the empty one hides them.
    void section(const std::string& name) const;

    /// Defined for the types that arguments.cpp names.
    template <class T>
    Option add_option(const std::string& names, T& variable, const std::string& description = "") const;
    Option add_option(const std::string& names, std::function<void(const std::string&)> take,
                      const std::string& description) const;

    Option add_flag(const std::string& names, bool& variable, const std::string& description) const;
    /// Without effect.
    Option add_flag(const std::string& names) const;

    void footer(const std::string& text) const;
    /// Called when the user chose this command.
    void callback(std::function<void()> chosen) const;

  private:
    CLI::App* app_;
};

class Program {
  public:
    Program(const std::string& name, const std::string& description, const std::string& version,
            const std::string& footer);
    ~Program();

    Arguments arguments() const noexcept { return Arguments(app_.get()); }

    /// All commands and options that have been added.
    CommandDescription describe() const;

    /// Reads the command line. The exit code if there is nothing left to do: help or the version was printed, or the
    /// command line is wrong and the reason was printed.
    std::optional<int> parse(int argc, char** argv);

  private:
    int print_help(const std::vector<std::string>& words);

    std::unique_ptr<CLI::App> app_;
};

}  // namespace serinus::cli
