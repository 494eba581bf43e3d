package dev.loadtest.api;

/** The rules of the five fields of a schedule, for the API server. What they let pass is looked at once more by the operator. */
final class Cron {
    static final String FORM = "^ *(@(yearly|annually|monthly|weekly|daily|midnight|hourly)|[^ @]+( +[^ ]+){4}) *$";

    private static final String STEP = "(/0*[1-9][0-9]{0,3})?";
    private static final String NUMBER_OF_MINUTE = "0*[1-5]?[0-9]";
    private static final String NUMBER_OF_HOUR = "0*(1?[0-9]|2[0-3])";
    private static final String NUMBER_OF_DAY = "0*([1-9]|[12][0-9]|3[01])";
    private static final String NAME_OF_MONTH = "(0*([1-9]|1[0-2])|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)";
    private static final String NAME_OF_DAY = "(0*[0-6]|sun|mon|tue|wed|thu|fri|sat)";

    private static final String PART_OF_MINUTE = "([*?]|" + NUMBER_OF_MINUTE + "(-" + NUMBER_OF_MINUTE + ")?)" + STEP;
    private static final String PART_OF_HOUR = "([*?]|" + NUMBER_OF_HOUR + "(-" + NUMBER_OF_HOUR + ")?)" + STEP;
    private static final String PART_OF_DAY_OF_MONTH = "([*?]|" + NUMBER_OF_DAY + "(-" + NUMBER_OF_DAY + ")?)" + STEP;
    private static final String PART_OF_MONTH = "([*?]|" + NAME_OF_MONTH + "(-" + NAME_OF_MONTH + ")?)" + STEP;
    private static final String PART_OF_DAY_OF_WEEK = "([*?]|" + NAME_OF_DAY + "(-" + NAME_OF_DAY + ")?)" + STEP;

    /** Each looks only at what has five fields. */
    private static final String IF_FIVE = "!self.matches('^ *[^ ]+( +[^ ]+){4} *$') || self.matches('(?i)^ *";

    static final String MINUTE = IF_FIVE + PART_OF_MINUTE + "(," + PART_OF_MINUTE + ")* ')";
    static final String HOUR = IF_FIVE + "([^ ]+ +)" + PART_OF_HOUR + "(," + PART_OF_HOUR + ")* ')";
    static final String DAY_OF_MONTH =
            IF_FIVE + "([^ ]+ +){2}" + PART_OF_DAY_OF_MONTH + "(," + PART_OF_DAY_OF_MONTH + ")* ')";
    static final String MONTH = IF_FIVE + "([^ ]+ +){3}" + PART_OF_MONTH + "(," + PART_OF_MONTH + ")* ')";
    static final String DAY_OF_WEEK =
            IF_FIVE + "([^ ]+ +){4}" + PART_OF_DAY_OF_WEEK + "(," + PART_OF_DAY_OF_WEEK + ")* *$')";

    private Cron() {}
}
