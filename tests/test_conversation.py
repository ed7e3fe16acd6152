"""What follow-ups rest on, and that nobody's context leaks into another's."""

from __future__ import annotations

import pytest

from bot import wiring
from bot.assistant import Assistant
from bot.conversation import FORGOTTEN_AFTER, Conversation, Conversations
from bot.model import Answered, Declined, Unsure
from bot.settings import Settings
from tests.vague import vague_question


@pytest.fixture(scope="module")
def assistant() -> Assistant:
    return wiring.build_assistant(Settings())


def entries(assistant: Assistant, *questions: str) -> list[str | None]:
    conversation = Conversation(assistant)
    replies = [conversation.reply(question) for question in questions]
    return [reply.entry.id if isinstance(reply, Answered) else None for reply in replies]


@pytest.mark.parametrize(
    ("first", "then", "entry"),
    [
        ("who is yao shunyu", "where did he work before?", "yao-openai"),
        ("how many open models did alibaba release", "and how many downloads?", "qwen-downloads"),
        ("what share of usage did open models have last year", "and in late 2024?", "usage-late-2024-figure"),
        ("what odds does justin lin give", "does he find even that too optimistic?", "lin-too-optimistic"),
        ("who is yao shunyu", "tell me more", "yao-openai"),
        ("what are china's strengths", "and the us? what are they best at", "us-strengths"),
        ("who is justin lin", "and yao? what did he say", "yao-point"),
        ("does china have bold people", "what odds does lin give", "lin-estimate"),
        ("what are the odds", "who's saying chinese folks are scared of risk?", "culture-who-says"),
    ],
)
def test_a_follow_up_is_read_in_the_light_of_the_answer(
    assistant: Assistant, first: str, then: str, entry: str
) -> None:
    assert entries(assistant, first, then)[1] == entry


def test_a_person_is_kept_over_an_answer_that_names_nobody(assistant: Assistant) -> None:
    found = entries(
        assistant, "who is justin lin", "who published the article", "what odds does he give china"
    )
    assert found == ["lin-who", "publisher", "lin-estimate"]


def test_what_the_article_does_not_tell_of_somebody_is_not_answered_as_a_follow_up_either(
    assistant: Assistant,
) -> None:
    conversation = Conversation(assistant)
    conversation.reply("who is justin lin")
    assert not isinstance(conversation.reply("what is his salary"), Answered)


def test_after_a_new_subject_nothing_old_clings(assistant: Assistant) -> None:
    questions = (
        "who is justin lin",
        "how many downloads do the qwen models have",
        "when was the article published",
    )
    assert entries(assistant, *questions) == ["lin-who", "qwen-downloads", "publication-date"]


@pytest.mark.parametrize(
    ("word", "place"), [("the second one", 1), ("2", 1), ("first", 0), ("the last one please", -1)]
)
def test_an_offered_choice_is_picked_by_its_place(assistant: Assistant, word: str, place: int) -> None:
    conversation = Conversation(assistant)
    offered = conversation.reply(vague_question())
    assert isinstance(offered, Unsure)
    picked = conversation.reply(word)
    assert isinstance(picked, Answered)
    assert picked.entry.id == offered.choices[place].entry


def test_a_number_that_was_not_offered_picks_nothing(assistant: Assistant) -> None:
    conversation = Conversation(assistant)
    conversation.reply(vague_question())
    assert not isinstance(conversation.reply("the third one of the 9"), Answered)


def test_conversations_do_not_leak_into_each_other(assistant: Assistant) -> None:
    conversations = Conversations(assistant)
    conversations.reply("alice", "who is yao shunyu")
    alone = conversations.reply("bob", "tell me more")
    followed = conversations.reply("alice", "tell me more")
    assert isinstance(followed, Answered)
    assert not isinstance(alone, Answered)


def test_a_conversation_is_forgotten_after_ten_minutes(assistant: Assistant) -> None:
    conversations = Conversations(assistant)
    conversations.reply("alice", "who is yao shunyu", now=0.0)
    assert isinstance(conversations.reply("alice", "tell me more", now=FORGOTTEN_AFTER), Answered)
    late = conversations.reply("alice", "tell me more", now=3 * FORGOTTEN_AFTER)
    assert not isinstance(late, Answered)


def test_memory_is_bounded_in_the_number_of_conversations(assistant: Assistant) -> None:
    conversations = Conversations(assistant)
    for key in range(10_050):
        conversations.get(key)
    first = conversations.get(0)
    assert conversations.get(0) is first
    assert len(conversations) <= 10_000


def test_a_conversation_alone_gives_the_same_replies_each_time(assistant: Assistant) -> None:
    questions = ("odds?", "why", "who said that", "and the long run", "thanks", "how many models")
    assert entries(assistant, *questions) == entries(assistant, *questions)


@pytest.mark.parametrize(
    ("first", "entry"),
    [
        ("what share of usage did open models have last year", "openrouter-study"),
        ("what odds does justin lin give", "scientist-name"),
        ("can chinese firms catch up in the long run", "who-sees-potential"),
    ],
)
@pytest.mark.parametrize("then", ["says who?", "and who says that?", "according to whom"])
def test_who_says_so_is_told_of_the_last_answer(
    assistant: Assistant, first: str, then: str, entry: str
) -> None:
    assert entries(assistant, first, then)[1] == entry


@pytest.mark.parametrize("first", ["who is justin lin", "what odds does justin lin give"])
@pytest.mark.parametrize("then", ["ok and what about jobs", "and europe then?", "so is it safe to use"])
def test_what_is_clearly_not_told_does_not_cling_to_what_was_spoken_of(
    assistant: Assistant, first: str, then: str
) -> None:
    conversation = Conversation(assistant)
    conversation.reply(first)
    assert isinstance(conversation.reply(then), Declined)


def test_a_person_of_the_second_answer_in_a_message_is_kept(assistant: Assistant) -> None:
    message = "how many open qwen models are there, and who is yao shunyu?"
    assert entries(assistant, message, "where did he work before?")[1] == "yao-openai"


def test_small_talk_in_between_is_not_answered_with_what_was_spoken_of(assistant: Assistant) -> None:
    conversation = Conversation(assistant)
    conversation.reply("what is beijing doing")
    assert not isinstance(conversation.reply("haha ok, greetings from hamburg"), Answered)


@pytest.mark.parametrize("then", ["so is the us good at consumer apps", "do the americans lack talent too?"])
def test_what_is_told_of_one_country_is_not_answered_of_the_other(assistant: Assistant, then: str) -> None:
    conversation = Conversation(assistant)
    conversation.reply("what are china's strengths")
    assert not isinstance(conversation.reply(then), Answered)
    assert not isinstance(assistant.reply("what are the weak points of the us"), Answered)


def test_names_that_the_article_lacks_are_named_rather_than_guessed_about(assistant: Assistant) -> None:
    reply = assistant.reply("does it bring up amd or the chip sanctions")
    assert isinstance(reply, Declined)
    assert "AMD" in reply.text
    assert reply.choices
